import looks from "./states.json";

/**
 * How each state of a case looks, the same in lists, pins, timelines and print: an icon and a
 * tone beside the word. The pages of the server read the same table.
 *
 * @typedef {"neutral" | "info" | "good" | "warning" | "danger"} Tone
 * @typedef {{ icon: string, tone: Tone, group: "open" | "closed" | "refused" | "merged" }} Look
 */

/** @type {Look} */
const UNKNOWN = { icon: "info", tone: "neutral", group: "open" };

/**
 * @param {string} state
 * @returns {Look}
 */
export const lookOf = (state) => /** @type {Record<string, Look>} */ (looks)[state] ?? UNKNOWN;
