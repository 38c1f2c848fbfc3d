import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { BoxCanvas } from "./box-canvas.js";
import { BLANK } from "./box-geometry.js";

/**
 * Rectangles that hide parts of the chosen photo from the public: drawn by finger or mouse, or
 * added by the button and moved by the arrow keys.
 *
 * @param {import("./types.js").ControlProps} props
 */
export function Boxes({ value, onChange, values, subject }) {
  const photo = subject?.photos.find(({ id }) => id === values.photo_id?.[0]);
  /** @type {import("./box-geometry.js").Box[]} */
  const boxes = value ?? [];
  if (!photo) return html`<p class="muted">${t("office.boxes.photo_first")}</p>`;
  return html`
    <p class="hint">${t("office.boxes.hint")}</p>
    <${BoxCanvas} photo=${photo} boxes=${boxes} onChange=${onChange} />
    <button type="button" class="button quiet" onClick=${() => onChange([...boxes, BLANK])}>
      <${Icon} name="plus" />${t("office.boxes.add")}
    </button>
  `;
}
