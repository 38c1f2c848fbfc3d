import { lookup } from "../lookups.js";

/**
 * @typedef {import("../types.js").Category} Category
 * @typedef {import("../types.js").Condition} Condition
 * @typedef {{ category: Category, condition: Condition }} Suggestion
 */

const PREFIX = "office.chosen:";

/** Remember what was chosen for a tile, on this device. @param {string | null} tile @param {number} condition */
export function remember(tile, condition) {
  try {
    if (tile) localStorage.setItem(PREFIX + tile, String(condition));
  } catch {
    // Storage is refused: nothing is suggested from memory.
  }
}

/** @param {string | null} tile */
function remembered(tile) {
  try {
    return Number(localStorage.getItem(PREFIX + tile));
  } catch {
    return 0;
  }
}

/** The categories that an action may choose; keepers mend only what is minor. @param {string} action */
export function categoriesFor(action) {
  /** @type {Category[] | null} */
  const all = lookup("/categories");
  return all && all.filter(({ minor }) => minor || action !== "repair_now");
}

/**
 * What an officer is likely to choose for a tile: what was chosen for it last on this device, else
 * what the table offers first where that leaves no choice. `null` while the table is on its way.
 *
 * @param {string} action
 * @returns {{ of: (tile: string | null) => Suggestion | null } | null}
 */
export function suggestions(action) {
  const categories = categoriesFor(action);
  if (!categories) return null;
  const all = categories.flatMap((category) => category.conditions.map((condition) => ({ category, condition })));
  return {
    of: (tile) => {
      const own = all.filter(({ category }) => category.tile === tile);
      const last = remembered(tile);
      const offered = own.filter(({ category }) => category.suggested);
      return own.find(({ condition }) => condition.id === last)
        ?? (own.length === 1 ? own[0] : offered.length === 1 ? offered[0] : null);
    },
  };
}
