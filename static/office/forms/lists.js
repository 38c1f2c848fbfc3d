import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";

/**
 * @typedef {import("./types.js").ControlProps} ControlProps
 * @typedef {import("./types.js").Kind} Kind
 */

/** @param {ControlProps} props */
function Select({ field, id, value, onChange, invalid, describedBy }) {
  const given = field.options ?? [];
  /** @param {any} event */
  const choose = (event) => {
    const chosen = given.find((option) => String(option.value) === event.target.value);
    onChange(chosen ? chosen.value : null);
  };
  return html`
    <select id=${id} class="input" value=${value === null ? "" : String(value)} aria-invalid=${invalid}
      aria-describedby=${describedBy} onChange=${choose}>
      <option value="">${t(field.required ? "office.form.choose" : "office.form.none")}</option>
      ${given.map((option) => html`<option key=${option.value} value=${String(option.value)}>${option.name}</option>`)}
    </select>
  `;
}

/** @param {ControlProps} props */
function Options({ field, id, value, onChange }) {
  /** @param {string | number} one */
  const toggle = (one) =>
    onChange(value.includes(one) ? value.filter((/** @type {any} */ other) => other !== one) : [...value, one]);
  return html`
    <div class="check-list">
      ${(field.options ?? []).map((option, at) => html`
        <label class="check" key=${option.value}>
          <input type="checkbox" id=${at ? undefined : id} checked=${value.includes(option.value)}
            onChange=${() => toggle(option.value)} />
          <span>${option.name}</span>
        </label>
      `)}
    </div>
  `;
}

/** One of a list whose words come with it. @type {Kind} */
export const select = { Input: Select, single: true, empty: () => null, isEmpty: (value) => value === null || value === "" };
/** Any number of such a list. @type {Kind} */
export const options = { Input: Options, empty: () => [], isEmpty: (value) => value.length === 0 };
