import { get } from "../../shared/api.js";
import { formatDay } from "../../shared/format.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { caseHref } from "../router.js";
import { Page } from "../shell.js";
import { tileWords } from "../words.js";

/**
 * @typedef {import("../types.js").Named} Named
 * @typedef {{ tile: string, category: Named | null, street: Named, lat: number, lon: number,
 *   people: number, reports: number, first_at: string, last_at: string,
 *   cases: { number: string, state: string, address: string }[] }} Hotspot
 * @typedef {{ items: Hotspot[], people: number, radius_m: number, days: number }} Hotspots
 */

/** @param {Hotspot} hot */
function daysOf({ first_at, last_at }) {
  const [from, to] = [formatDay(first_at), formatDay(last_at)];
  return from === to ? from : t("office.hotspots.span", { from, to });
}

/** @param {{ hot: Hotspot }} props */
const Card = ({ hot }) => html`
  <section class="card stack hotspot">
    <h2 class="row"><${Icon} name="flame" />${hot.category?.name ?? tileWords(hot.tile)}</h2>
    <p>${hot.street.name} · ${t("office.hotspots.told", { people: hot.people, reports: hot.reports })}</p>
    <p class="muted small numbers">${daysOf(hot)}</p>
    <ul class="cells">
      ${hot.cases.map(({ number, state, address }) => html`
        <li key=${number}>
          <a class="cell" href=${caseHref("all", number)}>
            <span class="grow"><span class="numbers block">${number}</span>${address && html`<span class="muted small block">${address}</span>`}</span>
            <${StateBadge} state=${state} /><${Icon} name="chevron-right" />
          </a>
        </li>
      `)}
    </ul>
  </section>
`;

/** 反映突出: places that several different people told of. */
export default function HotspotsPage() {
  const [found, setFound] = useState(/** @type {Hotspots | null} */ (null));
  const [fault, setFault] = useState("");
  const load = () => {
    setFault("");
    get("/hotspots").then(setFound, (error) => setFault(sentenceOf(error)));
  };
  useEffect(load, []);
  return html`
    <${Page} title=${t("office.page.hotspots")}>
      ${fault && html`<${Failure} words=${fault} onRetry=${load} />`}
      ${!found && !fault && html`<${Skeleton} rows=${3} height="8rem" />`}
      ${found && html`<p class="muted">${t("office.hotspots.about", { people: found.people, radius: found.radius_m, days: found.days })}</p>`}
      ${found?.items.length === 0 && html`<${Empty} icon="circle-check" words=${t("office.hotspots.none")} />`}
      ${found?.items.map((hot) => html`<${Card} key=${hot.cases[0].number} hot=${hot} />`)}
    <//>
  `;
}
