import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { labelOf } from "./labels.js";

/**
 * @typedef {import("./types.js").ControlProps} ControlProps
 * @typedef {import("./types.js").Kind} Kind
 */

/** What is chosen unless somebody says otherwise. @type {Record<string, string>} */
const USUAL = { close_type: "rectified", channel: "12345" };

/** A digit takes that choice of the group. @param {KeyboardEvent} event */
function takeByDigit(event) {
  if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  const group = /** @type {HTMLElement} */ (event.currentTarget);
  const input = group.querySelectorAll("input")[Number(event.key) - 1];
  input?.focus();
  input?.click();
}

/**
 * @param {{ type: "radio" | "checkbox", id?: string, group: string, on: boolean, words: string, onPick: () => void }} props
 */
export const Chip = ({ type, id, group, on, words, onPick }) => html`
  <label class=${`chip ${on ? "chosen" : ""}`}>
    <input type=${type} class="visually-hidden" id=${id} name=${group} checked=${on} onChange=${onPick} />
    ${on && html`<${Icon} name="check" />`}${words}
  </label>
`;

/** @param {ControlProps} props */
const Choice = ({ field, id, value, onChange }) => html`
  <div class="choices" onKeyDown=${takeByDigit}>
    ${(field.choices ?? []).map((code, at) => html`
      <${Chip} key=${code} type="radio" id=${at ? undefined : id} group=${id} on=${code === value}
        words=${t(`choice.${field.name}.${code}`)} onPick=${() => onChange(code)} />
    `)}
  </div>
`;

/** @param {ControlProps} props */
function MultiChoice({ field, id, value, onChange }) {
  /** @param {string} code */
  const toggle = (code) =>
    onChange(value.includes(code) ? value.filter((/** @type {string} */ one) => one !== code) : [...value, code]);
  return html`
    <div class="choices">
      ${(field.choices ?? []).map((code, at) => html`
        <${Chip} key=${code} type="checkbox" id=${at ? undefined : id} group=${id} on=${value.includes(code)}
          words=${t(`choice.${field.name}.${code}`)} onPick=${() => toggle(code)} />
      `)}
    </div>
  `;
}

/** @param {ControlProps} props */
const Checkbox = ({ field, id, value, onChange, action }) => html`
  <label class="check">
    <input type="checkbox" id=${id} checked=${value}
      onChange=${(/** @type {any} */ event) => onChange(event.target.checked)} />
    <span>${labelOf(action, field.name)}</span>
  </label>
`;

/** @type {Kind} */
export const choice = {
  Input: Choice,
  empty: ({ name, choices }) => (choices?.includes(USUAL[name]) ? USUAL[name] : ""),
  isEmpty: (value) => !value,
};
/** @type {Kind} */
export const multichoice = { Input: MultiChoice, empty: () => [], isEmpty: (value) => value.length === 0 };
/** @type {Kind} */
export const checkbox = { Input: Checkbox, single: true, bare: true, empty: () => false, isEmpty: (value) => !value };
