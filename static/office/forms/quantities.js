import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { lookup } from "../lookups.js";

/**
 * @typedef {{ unit: string, value: string }} Quantity
 * @typedef {import("../types.js").Category} Category
 */

/**
 * How much was done, in the units that the category counts.
 *
 * @param {import("./types.js").ControlProps} props
 */
export function Quantities({ id, value, invalid, describedBy, onChange, subject }) {
  /** @type {Category[] | null} */
  const categories = lookup("/categories");
  const units = categories?.find(({ code }) => code === subject?.category?.code)?.units ?? [];
  /** @type {Quantity[]} */
  const given = value ?? [];
  /** @param {string} unit @param {string} amount */
  const change = (unit, amount) => {
    const others = given.filter((one) => one.unit !== unit);
    onChange(amount === "" ? others : [...others, { unit, value: amount }]);
  };
  return html`
    <div class="quantities">
      ${units.map((unit, at) => html`
        <label key=${unit}>
          <input class="input short numbers" type="number" inputmode="decimal" min="0" step="any" id=${at ? undefined : id}
            value=${given.find((one) => one.unit === unit)?.value ?? ""}
            aria-invalid=${invalid} aria-describedby=${describedBy}
            onInput=${(/** @type {any} */ event) => change(unit, event.target.value)} />
          ${t(`unit.${unit}`)}
        </label>
      `)}
    </div>
  `;
}
