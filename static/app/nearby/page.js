import { config } from "../../shared/config.js";
import { html, useId, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { remember, remembered } from "../device/preferences.js";
import { Page } from "../page.js";
import { CaseList } from "./list.js";
import { CaseMap } from "./map.js";

/** @typedef {{ tile: string, group: "" | "open" | "closed" }} Filter */

/** @param {{ filter: Filter, onChange: (change: Partial<Filter>) => void }} props */
function Filters({ filter, onChange }) {
  const id = useId();
  return html`
    <div class="filters">
      <div class="segments" role="group" aria-label=${t("nearby.group")}>
        ${["", "open", "closed"].map((group) => html`
          <button type="button" key=${group} aria-pressed=${filter.group === group} onClick=${() => onChange({ group: /** @type {Filter["group"]} */ (group) })}>
            ${t(group ? `group.${group}` : "nearby.all")}
          </button>
        `)}
      </div>
      <div>
        <label class="visually-hidden" for=${id}>${t("tile.title")}</label>
        <select class="input" id=${id} value=${filter.tile} onChange=${(/** @type {any} */ event) => onChange({ tile: event.target.value })}>
          <option value="">${t("nearby.all_tiles")}</option>
          ${config.tiles.map(({ code }) => html`<option key=${code} value=${code}>${t(`tile.${code}`)}</option>`)}
        </select>
      </div>
    </div>
  `;
}

/** What others have reported, as a list or on the map: the same cases in both. */
export function NearbyPage() {
  const [view, setView] = useState(remembered("nearby") === "map" ? "map" : "list");
  const [filter, setFilter] = useState(/** @type {Filter} */ ({ tile: "", group: "" }));
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
