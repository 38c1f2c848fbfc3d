import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { sentenceOf } from "../../../shared/problems.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { Screen } from "../../ui/screen.js";
import { save } from "../versioned.js";

/**
 * @typedef {import("./page.js").Catalogue} Catalogue
 * @typedef {import("./page.js").Tile} Tile
 */

/**
 * @param {{ tile: Tile, at: number, last: number, catalogue: Catalogue,
 *   onChange: (changes: Partial<Tile>) => void, onMove: (by: 1 | -1) => void }} props
 */
const TileRow = ({ tile, at, last, catalogue, onChange, onMove }) => html`
  <li class="cell tile-row">
    <span class="order">
      <button type="button" class="button plain flipped" aria-label=${t("office.tiles.up", { name: tile.name })}
        disabled=${at === 0} onClick=${() => onMove(-1)}><${Icon} name="chevron-down" /></button>
      <button type="button" class="button plain" aria-label=${t("office.tiles.down", { name: tile.name })}
        disabled=${at === last} onClick=${() => onMove(1)}><${Icon} name="chevron-down" /></button>
    </span>
    <span class="name"><${Icon} name=${tile.icon} /><strong>${tile.name}</strong></span>
    <label class="small">
      <span class="muted">${t("office.tiles.icon")}</span>
      <select class="input" value=${tile.icon} onChange=${(/** @type {any} */ event) => onChange({ icon: event.target.value })}>
        ${catalogue.icons.map((icon) => html`<option key=${icon} value=${icon}>${t(`office.icon.${icon}`)}</option>`)}
      </select>
    </label>
    <label class="small">
      <span class="muted">${t("office.tiles.category")}</span>
      <select class="input" value=${tile.category ?? ""} onChange=${(/** @type {any} */ event) => onChange({ category: event.target.value || null })}>
        <option value="">${t("office.tiles.no_category")}</option>
        ${catalogue.categories
          .filter((category) => category.active && (category.tile === tile.code || category.code === tile.category))
          .map(({ code, name }) => html`<option key=${code} value=${code}>${name}</option>`)}
      </select>
    </label>
  </li>
`;

/** @param {{ catalogue: Catalogue, put: (fresh: Catalogue) => void }} props */
function Tiles({ catalogue, put }) {
  const [tiles, setTiles] = useState(catalogue.tiles);
  const [trouble, setTrouble] = useState("");
  const changed = tiles !== catalogue.tiles;
  /** @param {number} at @param {Partial<Tile>} changes */
  const change = (at, changes) => setTiles(tiles.map((tile, index) => (index === at ? { ...tile, ...changes } : tile)));
  /** @param {number} at @param {number} to */
  const move = (at, to) => {
    const next = [...tiles];
    [next[at], next[to]] = [next[to], next[at]];
    setTiles(next);
  };
  const send = async () => {
    setTrouble("");
    const items = tiles.map(({ code, icon, category }) => ({ code, icon, category }));
    try {
      const fresh = await save("PUT", "/catalog/tiles", catalogue.version, { items });
      put(fresh);
      setTiles(fresh.tiles);
      toast(t("office.admin.saved"));
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  return html`
    <p class="muted">${t("office.tiles.about")}</p>
    <ol class="cells">
      ${tiles.map((tile, at) => html`
        <${TileRow} key=${tile.code} tile=${tile} at=${at} last=${tiles.length - 1} catalogue=${catalogue}
          onChange=${(/** @type {Partial<Tile>} */ changes) => change(at, changes)} onMove=${(/** @type {number} */ by) => move(at, at + by)} />
      `)}
    </ol>
    ${trouble && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${trouble}<//>`}
    <div class="admin-save"><button type="button" class="button" disabled=${!changed} onClick=${send}>${t("office.form.save")}</button></div>
  `;
}

/** What residents choose from: order, picture, and what a clerk is offered first. */
export default function TilesPage() {
  const loaded = useLoaded("/catalog");
  return html`
    <${Screen} title=${t("office.admin.tiles")} narrow>
      <${WhenLoaded} from=${loaded} rows=${8}>
        ${(/** @type {Catalogue} */ catalogue) => html`<${Tiles} catalogue=${catalogue} put=${loaded.put} />`}
      <//>
    <//>
  `;
}
