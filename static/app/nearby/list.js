import { get } from "../../shared/api.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { useNewest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { metresBetween } from "../snap/distance.js";
import { CaseCell } from "./case-cell.js";
import { queryOf, RADIUS_M } from "./page.js";

/**
 * @typedef {import("../../shared/types.js").PublicCase} PublicCase
 * @typedef {import("./page.js").Filter} Filter
 */

/** Public cases, page by page. @param {{ filter: Filter }} props */
export function CaseList({ filter }) {
  const { tile, group, days, spot } = filter;
  const [items, setItems] = useState(/** @type {PublicCase[] | null} */ (null));
  const [next, setNext] = useState(/** @type {string | null} */ (null));
  const [fault, setFault] = useState("");

  const ask = useNewest();

  /** @param {string | null} cursor */
  const load = async (cursor) => {
    const isNewest = ask();
    setFault("");
    try {
      const around = spot ? { lat: spot.lat, lon: spot.lon, radius_m: RADIUS_M } : {};
      const page = await get("/public/cases", { ...queryOf(filter), cursor, ...around });
      if (!isNewest()) return;
      setItems((before) => [...((cursor && before) || []), ...page.items]);
      setNext(page.next);
    } catch (error) {
      if (isNewest()) setFault(sentenceOf(error));
    }
  };
  useEffect(() => {
    setItems(null);
    setNext(null);
    load(null);
  }, [tile, group, days, spot]);

  return html`
    ${fault && html`<${Failure} words=${fault} onRetry=${() => load(next)} />`}
    ${!items && !fault && html`<${Skeleton} rows=${4} height="6rem" />`}
    ${items?.length === 0 && html`<div class="card"><${Empty} icon="map-pin" words=${t("nearby.none")} /></div>`}
    ${items && items.length > 0 && html`
      <ul class="cells">
        ${items.map((item) => html`
          <li key=${item.number}><${CaseCell} item=${item} metres=${spot && metresBetween(spot, item)} /></li>
        `)}
      </ul>
    `}
    ${next && html`
      <button type="button" class="button quiet wide" onClick=${() => load(next)}>${t("nearby.more")}</button>
    `}
  `;
}
