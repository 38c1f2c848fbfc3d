import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Photos } from "./photos.js";

/**
 * One control for each type of field that a resident fills in; all get the same props.
 *
 * @typedef {import("../../shared/types.js").Field} Field
 * @typedef {import("../outbox/wishes.js").Wish} Wish
 * @typedef {{ field: Field, id: string, wish: Wish, invalid: boolean, describedBy?: string,
 *   onChange: (value: any) => void }} ControlProps
 */

/** @param {ControlProps} props */
const LongText = ({ field, id, wish, invalid, describedBy, onChange }) => html`
  <textarea class="input" id=${id} value=${wish.values[field.name] ?? ""} maxlength=${field.max} rows="3"
    required=${field.required} aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
`;

/** @param {ControlProps} props */
const Choice = ({ field, id, wish, describedBy, onChange }) => html`
  <div class="choices" id=${id} role="radiogroup" aria-describedby=${describedBy}>
    ${(field.choices ?? []).map((code) => html`
      <label key=${code} class=${wish.values[field.name] === code ? "chip chosen" : "chip"}>
        <input class="visually-hidden" type="radio" name=${id} checked=${wish.values[field.name] === code} onChange=${() => onChange(code)} />
        ${t(`choice.${field.name}.${code}`)}
      </label>
    `)}
  </div>
`;

/** By type of field. @type {Record<string, any>} */
export const controls = { longtext: LongText, choice: Choice, photos: Photos };
