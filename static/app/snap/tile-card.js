import { config } from "../../shared/config.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { chooseTile } from "./draft.js";
import { suggestedTiles } from "./suggest.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/** The icon of a tile. @param {string} code */
export const tileIcon = (code) => config.tiles.find((tile) => tile.code === code)?.icon ?? "circle-help";

/**
 * All tiles, icon and word.
 *
 * @param {{ chosen: string | null, onChoose: (code: string) => void }} props
 */
export const TileGrid = ({ chosen, onChoose }) => html`
  <ul class="tiles">
    ${config.tiles.map(({ code, icon }) => html`
      <li key=${code}>
        <button type="button" class="tile" aria-pressed=${chosen === code} onClick=${() => onChoose(code)}>
          <${Icon} name=${icon} /><span>${t(`tile.${code}`)}</span>
        </button>
      </li>
    `)}
  </ul>
`;

/** What kind of problem it is: suggested, never required. @param {{ entry: Entry }} props */
export function TileCard({ entry }) {
  const [open, setOpen] = useState(false);
  const { tile } = entry;
  const others = suggestedTiles.value.filter((code) => code !== tile);
  /** @param {string} code */
  const choose = (code) => {
    chooseTile(code);
    setOpen(false);
  };
  return html`
    <section class="card">
      <h2>${t("tile.title")}</h2>
      <div class="choices">
        <button type="button" class="chip" aria-pressed=${tile === null} onClick=${() => chooseTile(null)}>
          <${Icon} name="circle-help" />${t("tile.unsure")}
        </button>
        ${tile && html`
          <button type="button" class="chip" aria-pressed="true" onClick=${() => setOpen(true)}>
            <${Icon} name=${tileIcon(tile)} />${t(`tile.${tile}`)}
          </button>
        `}
        ${others.map((code) => html`
          <button type="button" key=${code} class="chip" aria-pressed="false" onClick=${() => choose(code)}>
            <${Icon} name=${tileIcon(code)} />${t(`tile.${code}`)}
          </button>
        `)}
        <button type="button" class="chip" onClick=${() => setOpen(true)}>
          ${t("tile.all")}<${Icon} name="chevron-right" />
        </button>
      </div>
      ${open && html`
        <${Sheet} title=${t("tile.title")} onClose=${() => setOpen(false)}>
          <${TileGrid} chosen=${tile} onChoose=${choose} />
        <//>
      `}
    </section>
  `;
}
