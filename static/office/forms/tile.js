import { config } from "../../shared/config.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";

/** What the matter is about, as residents name it. @param {import("./types.js").ControlProps} props */
export const TilePicker = ({ id, value, onChange }) => html`
  <div class="tiles">
    ${config.tiles.map(({ code, icon }, at) => html`
      <label class=${`chip ${code === value ? "chosen" : ""}`} key=${code}>
        <input type="radio" class="visually-hidden" id=${at ? undefined : id} name=${id}
          checked=${code === value} onChange=${() => onChange(code)} />
        <${Icon} name=${icon} />${t(`tile.${code}`)}
      </label>
    `)}
  </div>
`;
