/** @typedef {import("./types.js").Area} Area */

/** The levels by which people know where they are. */
const FAMILIAR = ["street", "community"];

/**
 * A place by its familiar areas: 东吉街道 · 吉祥社区.
 *
 * @param {Area[]} areas city first
 */
export const areaWords = (areas) =>
  areas.filter(({ level }) => FAMILIAR.includes(level)).map(({ name }) => name).join(" · ");
