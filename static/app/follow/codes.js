import { remember, remembered } from "../device/preferences.js";

/** Query codes that opened a case on this device before. @returns {Record<string, string>} */
const codes = () => JSON.parse(remembered("codes") ?? "{}");

/** @param {string} number */
export const codeOf = (number) => codes()[number] ?? null;

/** @param {string} number @param {string} code */
export const keepCode = (number, code) => remember("codes", JSON.stringify({ ...codes(), [number]: code }));

/** The headers that open a case, beside the claim key. @param {string | null} code @returns {Record<string, string>} */
export const codeHeaders = (code) => (code ? { "X-Query-Code": code } : {});
