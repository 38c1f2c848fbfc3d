import { formatNumber } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { limitWords } from "../../words.js";

/** @typedef {import("./policy.js").Entry} Entry */

/** A share is kept as 0.5 and shown as 50 %. @param {Entry} entry */
const factorOf = ({ kind }) => (kind === "share" ? 100 : 1);

/** What a number counts; a bare number counts itself. @param {Entry} entry */
const unitOf = ({ kind }) => (kind === "count" ? "" : t(`office.policy.unit.${kind}`));

/** @param {number} value */
const tidy = (value) => Number(value.toFixed(4));

/**
 * A value in words.
 *
 * @param {Entry} entry
 * @param {any} value
 * @returns {string}
 */
export function wordsOf(entry, value) {
  switch (entry.kind) {
    case "limit": return limitWords({ limit: value[0], unit: value[1] });
    case "window": return value.join("–");
    case "yes_no": return t(`office.policy.${value ? "yes" : "no"}`);
    case "choice": return t(`office.policy.${entry.name}.${value}`);
  }
  return [formatNumber(tidy(value * factorOf(entry))), unitOf(entry)].filter(Boolean).join(" ");
}

/**
 * @typedef {{ entry: Entry, value: any, invalid: boolean, onChange: (value: any) => void }} Props
 */

/** @param {Props} props */
const Limit = ({ entry, value, invalid, onChange }) => html`
  <input class="input short numbers" type="number" inputmode="decimal" step="any" min=${entry.least} max=${entry.most} value=${value[0]}
    aria-label=${t("office.policy.amount")} aria-invalid=${invalid} onInput=${(/** @type {any} */ event) => onChange([event.target.valueAsNumber, value[1]])} />
  <select class="input" aria-label=${t("office.policy.unit")} value=${value[1]} onChange=${(/** @type {any} */ event) => onChange([value[0], event.target.value])}>
    ${entry.choices.map((unit) => html`<option key=${unit} value=${unit}>${t(`unit.${unit}`)}</option>`)}
  </select>
`;

/** @param {Props} props */
const Window = ({ value, invalid, onChange }) => html`
  <input class="input moment numbers" type="time" aria-label=${t("office.hours.from")} aria-invalid=${invalid} value=${value[0]}
    onInput=${(/** @type {any} */ event) => onChange([event.target.value, value[1]])} />
  <span aria-hidden="true">–</span>
  <input class="input moment numbers" type="time" aria-label=${t("office.hours.to")} aria-invalid=${invalid} value=${value[1]}
    onInput=${(/** @type {any} */ event) => onChange([value[0], event.target.value])} />
`;

/** @param {Props} props */
const YesNo = ({ entry, value, onChange }) => html`
  <input type="checkbox" role="switch" class="switch" aria-label=${t(`policy.${entry.name}`)} checked=${value}
    onChange=${(/** @type {any} */ event) => onChange(event.target.checked)} />
`;

/** @param {Props} props */
const Choice = ({ entry, value, onChange }) => html`
  <select class="input" aria-label=${t(`policy.${entry.name}`)} value=${value} onChange=${(/** @type {any} */ event) => onChange(event.target.value)}>
    ${entry.choices.map((choice) => html`<option key=${choice} value=${choice}>${t(`office.policy.${entry.name}.${choice}`)}</option>`)}
  </select>
`;

/** @param {Props} props */
const Amount = ({ entry, value, invalid, onChange }) => html`
  <input class="input short numbers" type="number" inputmode="decimal" step="any" aria-label=${t(`policy.${entry.name}`)} aria-invalid=${invalid}
    min=${(entry.least ?? 0) * factorOf(entry)} max=${(entry.most ?? 0) * factorOf(entry)} value=${tidy(value * factorOf(entry))}
    onInput=${(/** @type {any} */ event) => onChange(tidy(event.target.valueAsNumber / factorOf(entry)))} />
  <span>${unitOf(entry)}</span>
`;

/** @type {Record<string, (props: Props) => any>} */
const CONTROLS = { limit: Limit, window: Window, yes_no: YesNo, choice: Choice };

/** The input of an entry. @param {Props} props */
export const Control = (props) => {
  const Input = CONTROLS[props.entry.kind] ?? Amount;
  return html`<span class="control"><${Input} ...${props} /></span>`;
};
