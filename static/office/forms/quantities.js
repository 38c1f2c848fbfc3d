import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { lookup } from "../lookups.js";

/**
 * @typedef {{ unit: string, value: string }} Quantity
 * @typedef {import("../types.js").Category} Category
 */

/**
 * The units of the category that the form chooses, else of the one that the case has.
 *
 * @param {import("./types.js").CaseView | null} subject
 * @param {import("./types.js").Values} values
 * @returns {string[]}
 */
function unitsOf(subject, values) {
  /** @type {Category[] | null} */
  const categories = lookup("/categories");
  const chosen = values.category ?? subject?.category?.code;
  return categories?.find(({ code }) => code === chosen)?.units ?? [];
}

/** Whether there is nothing to count. @type {NonNullable<import("./types.js").Kind["hides"]>} */
export const countsNothing = (subject, values) => unitsOf(subject, values).length === 0;

/** Whether it has to be counted: what is really mended, not what is planned. @type {NonNullable<import("./types.js").Kind["needs"]>} */
export const mustCount = (subject, values, action) =>
  (action === "repair_now" || values.close_type === "rectified") && !countsNothing(subject, values);

/**
 * How much was done or is planned, in the units that the category counts.
 *
 * @param {import("./types.js").ControlProps} props
 */
export function Quantities({ id, value, invalid, describedBy, onChange, subject, values }) {
  const units = unitsOf(subject, values);
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
