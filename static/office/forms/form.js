import { signal } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { dropDraft, keepDraft, readDraft } from "./drafts.js";
import { kinds } from "./kinds.js";

/**
 * @typedef {import("./types.js").Field} Field
 * @typedef {import("./types.js").CaseView} CaseView
 * @typedef {import("./types.js").Values} Values
 * @typedef {ReturnType<typeof createForm>} Form
 */

/**
 * Whether a field must be filled in: a category also where the case has none yet.
 *
 * @param {Field} field
 * @param {CaseView | null} subject
 * @param {Values} values of the whole form
 * @param {string} action
 */
export const isNeeded = ({ type, required }, subject, values, action) =>
  required || (type === "category" && subject !== null && !subject.category)
  || (kinds[type].needs?.(subject, values, action) ?? false);

/**
 * The values and errors of one action's form.
 *
 * @param {string} action
 * @param {Field[]} fields
 * @param {CaseView | null} subject
 * @param {Values} [initial] what stands in the fields at first; such a form keeps no draft
 */
export function createForm(action, fields, subject, initial) {
  const draft = `${subject?.number ?? "new"}:${action}`;
  const empty = fields.map((field) => [field.name, kinds[field.type].empty(field, subject, action)]);
  /** @type {Values} */
  const start = { ...Object.fromEntries(empty), ...(initial ?? readDraft(draft)) };
  const values = signal(start);
  const errors = signal(/** @type {Record<string, string[]>} */ ({}));

  /** @param {Field} field */
  const isEmpty = (field) => kinds[field.type].isEmpty(values.value[field.name]);

  /** @param {Field} field @returns {string | null} */
  const faultOf = (field) => {
    if (isEmpty(field)) return isNeeded(field, subject, values.value, action) ? t(`office.fault.${field.type}`) : null;
    return kinds[field.type].fault?.(values.value[field.name], field) ?? null;
  };

  /** @param {Values} changes */
  const patch = (changes) => {
    values.value = { ...values.value, ...changes };
    const left = Object.entries(errors.value).filter(([name]) => !(name in changes));
    errors.value = Object.fromEntries(left);
    if (!initial) keepDraft(draft, values.value);
  };

  /** @param {string} name @param {any} value a value, or a function from the one before */
  const set = (name, value) =>
    patch({ [name]: typeof value === "function" ? value(values.value[name]) : value });

  /** Find what is wrong without asking the server. @returns {boolean} nothing is */
  const check = () => {
    const { length: unsorted } = fields.filter((field) => field.type === "category" && faultOf(field));
    const found = fields.flatMap((field) => {
      if (field.type === "condition" && unsorted) return []; // chosen together, asked for once
      const fault = faultOf(field);
      return fault ? [[field.name, [fault]]] : [];
    });
    errors.value = Object.fromEntries(found);
    return found.length === 0;
  };

  /** Whether all that has to be filled in is. */
  const isComplete = () => fields.every((field) => !faultOf(field));

  /** What is sent; fields left empty are left out. @returns {Record<string, unknown>} */
  const payload = () =>
    Object.fromEntries(
      fields.filter((field) => !isEmpty(field)).map(({ name, type }) => {
        const value = values.value[name];
        return [name, kinds[type].payload?.(value) ?? value];
      }),
    );

  return { action, fields, subject, values, errors, patch, set, check, isComplete, payload, forget: () => dropDraft(draft) };
}
