/** @typedef {import("../../shared/types.js").Field} Field */

/** @param {unknown} value */
const isBlank = (value) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/**
 * Names of required fields without a value, and of words that are too short.
 *
 * @param {Field[]} fields
 * @param {Record<string, any>} values
 * @returns {Record<string, "required" | "too_short">}
 */
export function lacking(fields, values) {
  /** @type {Record<string, "required" | "too_short">} */
  const faults = {};
  for (const { name, type, required, min } of fields) {
    const value = values[name];
    const least = type === "longtext" || type === "text" ? (min ?? 0) : 0;
    if (required && isBlank(value)) faults[name] = "required";
    else if (!isBlank(value) && String(value).trim().length < least) faults[name] = "too_short";
  }
  return faults;
}
