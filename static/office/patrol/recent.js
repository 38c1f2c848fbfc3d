/**
 * The categories this phone has used last, newest first: most problems of a round are alike.
 *
 * @typedef {{ category: string, condition: number }} Pick
 */

const KEY = "office.patrol.recent";
const MOST = 6;

/** @returns {Pick[]} */
export function recentPicks() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {Pick} pick */
export function rememberPick({ category, condition }) {
  const others = recentPicks().filter((one) => one.condition !== condition);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ category, condition }, ...others].slice(0, MOST)));
  } catch {
    // Storage is refused: the whole list stays a tap away.
  }
}
