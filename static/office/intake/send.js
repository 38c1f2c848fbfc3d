import { post } from "../../shared/api.js";
import { locale } from "../../shared/i18n.js";

/** @typedef {{ case_number: string, query_code: string, areas: { name: string }[] }} Receipt */

/** What is asked for a resident who called or came. @type {import("../types.js").Field[]} */
export const FIELDS = [
  { name: "channel", type: "choice", required: true, choices: ["phone", "walk_in", "community"] },
  { name: "words", type: "longtext", required: true, max: 500 },
  { name: "tile", type: "tile", required: true },
  { name: "place", type: "where", required: true },
  { name: "address", type: "text", required: false, max: 200 },
  { name: "photos", type: "photos", required: false, max: 9 },
  { name: "name", type: "text", required: false, max: 40 },
  { name: "phone", type: "phone", required: false },
  { name: "consent", type: "checkbox", required: true },
];

/** The report inside a form's payload. @param {Record<string, any>} values */
function reportOf({ channel, name, phone, consent, ...report }) {
  const onBehalf = { channel, name: name ?? "", phone: phone ?? null, consent };
  return { photos: [], locale: locale.value, ...report, on_behalf: onBehalf, anonymous: !phone };
}

/**
 * Send a report. The same `id` has one effect, however often it is sent.
 *
 * @param {string} id UUID
 * @param {Record<string, any>} values
 * @returns {Promise<Receipt>}
 */
export const sendReport = (id, values) => post("/reports", { id, ...reportOf(values) });
