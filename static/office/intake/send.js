import { post } from "../../shared/api.js";
import { locale } from "../../shared/i18n.js";

/**
 * @typedef {{ case_number: string, query_code: string, areas: { name: string }[] }} Receipt
 * @typedef {"behalf" | "patrol"} Mode
 */

/**
 * Fields of the two ways a case comes in through the office: for a resident who called or came,
 * and found on patrol, which skips intake.
 *
 * @type {Record<Mode, import("../types.js").Field[]>}
 */
export const FIELDS = {
  behalf: [
    { name: "channel", type: "choice", required: true, choices: ["phone", "walk_in", "community"] },
    { name: "words", type: "longtext", required: true, max: 500 },
    { name: "tile", type: "tile", required: true },
    { name: "place", type: "where", required: true },
    { name: "address", type: "text", required: false, max: 200 },
    { name: "photos", type: "photos", required: false, max: 9 },
    { name: "name", type: "text", required: false, max: 40 },
    { name: "phone", type: "phone", required: false },
    { name: "consent", type: "checkbox", required: true },
  ],
  patrol: [
    { name: "photos", type: "photos", required: true, min: 1, max: 9 },
    { name: "place", type: "where", required: true },
    { name: "category", type: "category", required: true },
    { name: "condition", type: "condition", required: true },
    { name: "address", type: "text", required: false, max: 200 },
    { name: "words", type: "longtext", required: false, max: 500 },
  ],
};

/** The report inside a form's payload. @param {Mode} mode @param {Record<string, any>} values */
function reportOf(mode, values) {
  const { channel, name, phone, consent, category, condition, ...report } = values;
  const about = mode === "behalf"
    ? { on_behalf: { channel, name: name ?? "", phone: phone ?? null, consent }, anonymous: !phone }
    : { patrol: { category, condition } };
  return { photos: [], locale: locale.value, ...report, ...about };
}

/**
 * Send a report. The same `id` has one effect, however often it is sent.
 *
 * @param {string} id UUID
 * @param {Mode} mode
 * @param {Record<string, any>} values
 * @returns {Promise<Receipt>}
 */
export const sendReport = (id, mode, values) => post("/reports", { id, ...reportOf(mode, values) });
