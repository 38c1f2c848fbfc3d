import { get } from "../../shared/api.js";
import { formatDistance } from "../../shared/format.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Note, Skeleton } from "../../shared/ui/parts.js";
import { metresBetween } from "../snap/distance.js";
import { CaseCell } from "./case-cell.js";

/**
 * @typedef {import("../../shared/types.js").PublicCase} PublicCase
 * @typedef {import("./page.js").Filter} Filter
 * @typedef {{ lat: number, lon: number }} Spot
 */

const RADIUS_M = 2000;

/** Where the person is, asked only when they wish. @returns {Promise<Spot>} */
const askPosition = () =>
  new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no geolocation"));
    else {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }), reject, { maximumAge: 60_000, timeout: 15_000 });
    }
  });

/** @param {{ spot: Spot | null, onSpot: (spot: Spot | null) => void }} props */
function AroundMe({ spot, onSpot }) {
  const [failed, setFailed] = useState(false);
  const toggle = () => {
    setFailed(false);
    if (spot) onSpot(null);
    else askPosition().then(onSpot, () => setFailed(true));
  };
  return html`
    <button type="button" class="chip" aria-pressed=${spot !== null} onClick=${toggle}>
      <${Icon} name="locate-fixed" />${t("nearby.around_me", { distance: formatDistance(RADIUS_M) })}
    </button>
    ${failed && html`<${Note} tone="warning" icon="triangle-alert" role="alert">${t("place.failed")}<//>`}
  `;
}

/** Public cases, page by page. @param {{ filter: Filter }} props */
export function CaseList({ filter }) {
  const [items, setItems] = useState(/** @type {PublicCase[] | null} */ (null));
  const [next, setNext] = useState(/** @type {string | null} */ (null));
  const [fault, setFault] = useState("");
  const [spot, setSpot] = useState(/** @type {Spot | null} */ (null));

  /** @param {string | null} cursor */
  const load = async (cursor) => {
    setFault("");
    try {
      const around = spot ? { ...spot, radius_m: RADIUS_M } : {};
      const page = await get("/public/cases", { tile: filter.tile || null, group: filter.group || null, cursor, ...around });
      setItems((before) => [...((cursor && before) || []), ...page.items]);
      setNext(page.next);
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  useEffect(() => {
    setItems(null);
    load(null);
  }, [filter.tile, filter.group, spot]);

  return html`
    <div class="row"><${AroundMe} spot=${spot} onSpot=${setSpot} /></div>
    ${fault && html`<${Failure} words=${fault} onRetry=${() => load(next)} />`}
    ${!items && !fault && html`<${Skeleton} rows=${4} height="6rem" />`}
    ${items?.length === 0 && html`<div class="card"><${Empty} icon="map-pin" words=${t("nearby.none")} /></div>`}
    ${items && items.length > 0 && html`
      <ul class="cells">
        ${items.map((item) => html`<li key=${item.number}><${CaseCell} item=${item} metres=${spot ? metresBetween(spot, item) : null} /></li>`)}
      </ul>
    `}
    ${next && html`<button type="button" class="button quiet wide" onClick=${() => load(next)}>${t("nearby.more")}</button>`}
  `;
}
