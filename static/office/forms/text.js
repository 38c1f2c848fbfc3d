import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { Templates } from "./templates.js";

/**
 * @typedef {import("./types.js").ControlProps} ControlProps
 * @typedef {import("./types.js").Kind} Kind
 */

const READY_MOST = 8;
const MOBILE = /^1[3-9]\d{9}$/;

/** @param {string} phone */
const digitsOf = (phone) => phone.replace(/[\s-]/g, "");

/**
 * Sentences an officer can take as they are.
 *
 * @param {string} action
 */
function readySentences(action) {
  const keys = Array.from({ length: READY_MOST }, (_, at) => `office.ready.${action}.${at + 1}`);
  return keys.filter(hasWords).map((key) => t(key));
}

/** @param {string} text @param {string} sentence */
const withSentence = (text, sentence) => (text.trim() ? `${text.trimEnd()}${sentence}` : sentence);

/** @param {ControlProps} props */
function LongText({ field, id, value, onChange, invalid, describedBy, action }) {
  const ready = field.required ? readySentences(action) : [];
  /** Alt and a digit take that sentence. @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    const sentence = event.altKey && /^Digit[1-8]$/.test(event.code) && ready[Number(event.code[5]) - 1];
    if (!sentence) return;
    event.preventDefault();
    onChange(withSentence(value, sentence));
  };
  return html`
    <textarea id=${id} class="input" rows="3" maxlength=${field.max} value=${value}
      aria-invalid=${invalid} aria-describedby=${describedBy} onKeyDown=${onKeyDown}
      onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
    ${field.max && value.length > field.max / 2 && html`
      <p class="counter numbers" aria-hidden="true">${value.length} / ${field.max}</p>
    `}
    ${ready.length > 0 && html`
      <div class="choices ready" role="group" aria-label=${t("office.ready")}>
        ${ready.map((sentence) => html`
          <button type="button" class="chip" key=${sentence}
            onClick=${() => onChange(withSentence(value, sentence))}>${sentence}</button>
        `)}
      </div>
    `}
    ${field.audience && html`
      <${Templates} audience=${field.audience} onTake=${(/** @type {string} */ words) => onChange(withSentence(value, words))} />
    `}
  `;
}

/** @param {ControlProps} props */
const Text = ({ field, id, value, onChange, invalid, describedBy }) => html`
  <input id=${id} class="input" maxlength=${field.max} value=${value}
    aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
`;

/** @param {ControlProps} props */
const Phone = ({ id, value, onChange, invalid, describedBy }) => html`
  <input id=${id} class="input numbers" type="tel" inputmode="tel" autocomplete="off" value=${value}
    aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
`;

/** @param {ControlProps} props */
const Password = ({ field, id, value, onChange, invalid, describedBy }) => html`
  <input id=${id} class="input" type="password" autocomplete=${field.min ? "new-password" : "current-password"} maxlength=${field.max}
    value=${value} aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
`;

/** @param {ControlProps} props */
const NumberInput = ({ field, id, value, onChange, invalid, describedBy }) => html`
  <input id=${id} class="input short" type="number" inputmode="decimal" step=${field.step ?? "any"}
    min=${field.min} max=${field.max} value=${value}
    aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
`;

/** @type {Omit<Kind, "Input">} */
const words = {
  single: true,
  empty: () => "",
  isEmpty: (value) => !value.trim(),
  fault: (value, field) =>
    field.min && value.trim().length < field.min ? t("office.fault.short", { n: field.min }) : null,
  payload: (value) => value.trim(),
};

/** @type {Kind} */
export const text = { ...words, Input: Text };
/** @type {Kind} */
export const longtext = { ...words, Input: LongText };
/** A new one where the field names its least length, else the present one. @type {Kind} */
export const password = {
  ...words,
  Input: Password,
  isEmpty: (value) => !value,
  fault: (value, field) =>
    field.min && value.length < field.min ? t("office.fault.short", { n: field.min }) : null,
  payload: (value) => value,
};
/** @type {Kind} */
export const phone = {
  ...words,
  Input: Phone,
  fault: (value) => (MOBILE.test(digitsOf(value)) ? null : t("office.fault.phone")),
  payload: digitsOf,
};
/** @type {Kind} */
export const number = { ...words, Input: NumberInput, fault: () => null, payload: Number };
