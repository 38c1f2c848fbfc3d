import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { PhotoPicker } from "../../shared/ui/photo-picker.js";

/**
 * One control a field type. Every control gets the same props; pages may add types of their own.
 *
 * @typedef {import("../../shared/types.js").Field} Field
 * @typedef {{ field: Field, id: string, value: any, invalid: boolean, describedBy?: string,
 *   role: import("../../shared/photos/prepare.js").Role, progress?: Record<string, number>,
 *   onChange: (value: any) => void }} ControlProps
 */

/** @param {any} event */
const valueOf = (event) => event.target.value;

/** @param {ControlProps} props */
const Text = ({ field, id, value, invalid, describedBy, onChange }) => html`
  <input class="input" id=${id} value=${value ?? ""} maxlength=${field.max} required=${field.required}
    aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {Event} */ event) => onChange(valueOf(event))} />
`;

/** @param {ControlProps} props */
const LongText = ({ field, id, value, invalid, describedBy, onChange }) => html`
  <textarea class="input" id=${id} value=${value ?? ""} maxlength=${field.max} rows="3"
    required=${field.required} aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {Event} */ event) => onChange(valueOf(event))} />
`;

/** @param {ControlProps} props */
const NumberInput = ({ field, id, value, invalid, describedBy, onChange }) => html`
  <input class="input" id=${id} type="number" inputmode="decimal" value=${value ?? ""} min=${field.min}
    max=${field.max} required=${field.required} aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {Event} */ event) => onChange(valueOf(event) === "" ? undefined : Number(valueOf(event)))} />
`;

/** @param {ControlProps} props */
const Choice = ({ field, id, value, describedBy, onChange }) => html`
  <div class="choices" id=${id} role="radiogroup" aria-describedby=${describedBy}>
    ${(field.choices ?? []).map((code) => html`
      <label key=${code} class=${value === code ? "chip chosen" : "chip"}>
        <input class="visually-hidden" type="radio" name=${id} checked=${value === code} onChange=${() => onChange(code)} />
        ${t(`choice.${field.name}.${code}`)}
      </label>
    `)}
  </div>
`;

/** @param {ControlProps} props */
function MultiChoice({ field, id, value = [], describedBy, onChange }) {
  /** @param {string} code */
  const toggle = (code) =>
    onChange(value.includes(code) ? value.filter((/** @type {string} */ one) => one !== code) : [...value, code]);
  return html`
    <div class="choices" id=${id} role="group" aria-describedby=${describedBy}>
      ${(field.choices ?? []).map((code) => html`
        <label key=${code} class=${value.includes(code) ? "chip chosen" : "chip"}>
          <input class="visually-hidden" type="checkbox" checked=${value.includes(code)} onChange=${() => toggle(code)} />
          ${t(`choice.${field.name}.${code}`)}
        </label>
      `)}
    </div>
  `;
}

/** @param {ControlProps} props */
const Photos = ({ field, value = [], role, progress, onChange }) => html`
  <${PhotoPicker} photos=${value} role=${role} most=${field.max} progress=${progress} onChange=${onChange} />
`;

/** Controls of the field types that residents and officers share. @type {Record<string, any>} */
export const basicControls = {
  text: Text,
  longtext: LongText,
  number: NumberInput,
  choice: Choice,
  multichoice: MultiChoice,
  photos: Photos,
};
