import { call } from "../../shared/api.js";

/**
 * A write about what was seen: refused when somebody else changed it since.
 *
 * @param {"POST" | "PUT" | "PATCH"} method
 * @param {string} path below /api/v1
 * @param {number} version that the page shows
 * @param {unknown} [body]
 * @returns {Promise<any>} what there is now
 */
export const save = async (method, path, version, body = {}) =>
  (await call(method, path, { body, headers: { "If-Match": `"${version}"` } })).data;

/**
 * The values of a form with empty texts as empty texts.
 *
 * @param {Record<string, any>} values
 * @param {string[]} texts names of fields that may be left empty
 */
export const withTexts = (values, texts) => ({
  ...values,
  ...Object.fromEntries(texts.map((name) => [name, values[name] ?? ""])),
});
