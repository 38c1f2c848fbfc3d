import { config } from "../../shared/config.js";
import { hasWords, t } from "../../shared/i18n.js";

/**
 * The kinds of problem that words speak of, by the words that each is often told in.
 *
 * @param {string} words
 * @returns {string[]} codes of tiles
 */
export function tilesIn(words) {
  const told = words.toLowerCase();
  return config.tiles
    .map(({ code }) => code)
    .filter((code) => hasWords(`said.${code}`) && t(`said.${code}`).split(",").some((word) => told.includes(word)));
}
