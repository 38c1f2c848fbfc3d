import { config } from "../../shared/config.js";
import { formatDistance } from "../../shared/format.js";
import { html, useId, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { remember, remembered } from "../device/preferences.js";
import { Page } from "../page.js";
import { CaseList } from "./list.js";
import { CaseMap } from "./map.js";

/**
 * @typedef {{ lat: number, lon: number, accuracy_m: number }} Spot WGS-84 degrees
 * @typedef {{ tile: string, group: "" | "open" | "closed", days: string, spot: Spot | null }} Filter
 */

export const RADIUS_M = 2000;
const PERIODS = ["7", "30", "90", "365"];

/** What list and map ask for alike. @param {Filter} filter */
export const queryOf = ({ tile, group, days }) => ({ tile: tile || null, group: group || null, days: days || null });

/** Where the person is, asked only when they wish. @returns {Promise<Spot>} */
const askPosition = () =>
  new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no geolocation"));
    else {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy }),
        reject,
        { maximumAge: 60_000, timeout: 15_000 },
      );
    }
  });

/** @param {{ filter: Filter, onChange: (change: Partial<Filter>) => void }} props */
function AroundMe({ filter, onChange }) {
  const [failed, setFailed] = useState(false);
  const toggle = () => {
    setFailed(false);
    if (filter.spot) onChange({ spot: null });
    else askPosition().then((spot) => onChange({ spot }), () => setFailed(true));
  };
  return html`
    <button type="button" class="chip" aria-pressed=${filter.spot !== null} onClick=${toggle}>
      <${Icon} name="locate-fixed" />${t("nearby.around_me", { distance: formatDistance(RADIUS_M) })}
    </button>
    ${failed && html`<${Note} tone="warning" icon="triangle-alert" role="alert">${t("nearby.no_position")}<//>`}
  `;
}

/**
 * One of some words.
 *
 * @param {{ label: string, value: string, options: [string, string][], onPick: (value: string) => void }} props
 */
function Choice({ label, value, options, onPick }) {
  const id = useId();
  return html`
    <label class="visually-hidden" for=${id}>${label}</label>
    <select class="input" id=${id} value=${value} onChange=${(/** @type {any} */ event) => onPick(event.target.value)}>
      ${options.map(([code, words]) => html`<option key=${code} value=${code}>${words}</option>`)}
    </select>
  `;
}

/** @param {{ filter: Filter, onChange: (change: Partial<Filter>) => void }} props */
function Filters({ filter, onChange }) {
  return html`
    <div class="filters">
      <div class="segments" role="group" aria-label=${t("nearby.group")}>
        ${(/** @type {Filter["group"][]} */ (["", "open", "closed"])).map((group) => html`
          <button type="button" key=${group} aria-pressed=${filter.group === group} onClick=${() => onChange({ group })}>
            ${t(group ? `group.${group}` : "nearby.all")}
          </button>
        `)}
      </div>
      <div class="row">
        <${Choice} label=${t("tile.title")} value=${filter.tile} onPick=${(/** @type {string} */ tile) => onChange({ tile })}
          options=${[["", t("nearby.all_tiles")], ...config.tiles.map(({ code }) => [code, t(`tile.${code}`)])]} />
        <${Choice} label=${t("nearby.period")} value=${filter.days} onPick=${(/** @type {string} */ days) => onChange({ days })}
          options=${[["", t("nearby.any_time")], ...PERIODS.map((days) => [days, t("nearby.days", { n: days })])]} />
        <${AroundMe} filter=${filter} onChange=${onChange} />
      </div>
    </div>
  `;
}

/** What others have reported, as a list or on the map: the same cases in both. */
export function NearbyPage() {
  const [view, setView] = useState(remembered("nearby") === "map" ? "map" : "list");
  const [filter, setFilter] = useState(/** @type {Filter} */ ({ tile: "", group: "", days: "", spot: null }));
  /** @param {string} name @param {string} icon */
  const tab = (name, icon) => html`
    <button type="button" aria-pressed=${view === name} onClick=${() => { setView(name); remember("nearby", name); }}>
      <${Icon} name=${icon} />${t(`nearby.${name}`)}
    </button>
  `;
  return html`
    <${Page} title=${t("nav.nearby")} tools=${html`<div class="segments views">${tab("list", "list")}${tab("map", "map")}</div>`}>
      <${Filters} filter=${filter} onChange=${(/** @type {Partial<Filter>} */ change) => setFilter({ ...filter, ...change })} />
      ${view === "map" ? html`<${CaseMap} filter=${filter} />` : html`<${CaseList} filter=${filter} />`}
    <//>
  `;
}
