import { signal } from "../../shared/html.js";

/**
 * A list as the server has it, while the officer still works in the one from before.
 *
 * @typedef {import("../types.js").CaseItem} CaseItem
 * @typedef {{ items: CaseItem[], next: string | null }} List
 * @typedef {List & { arrived: string[], left: string[] }} Arrivals `arrived` and `left` are numbers
 */

/** What has come and gone since the list was drawn; `null`: nothing. @type {import("@preact/signals").Signal<Arrivals | null>} */
export const arrivals = signal(null);
/** Since when the list cannot be kept fresh; `null` while it can. @type {import("@preact/signals").Signal<Date | null>} */
export const lostAt = signal(null);

/** Whether a case is in the list only because nobody has asked for the new one yet. @param {string} number */
export const hasLeft = (number) => arrivals.value?.left.includes(number) ?? false;

/** @param {CaseItem[]} items */
const numbersOf = (items) => items.map(({ number }) => number);

/**
 * Rows stay where they are and say what is new about them; which ones come and go is kept for
 * when it is asked for. An empty list has no place to lose.
 *
 * @param {CaseItem[]} shown
 * @param {List} fresh
 * @returns {{ list: List | null, rows: CaseItem[], arrivals: Arrivals | null }} `list`: what can be
 *   shown at once, else `rows` in their old places and `arrivals`
 */
export function compare(shown, fresh) {
  const before = numbersOf(shown);
  const after = numbersOf(fresh.items);
  const same = before.length === after.length && before.every((number, at) => number === after[at]);
  if (same || shown.length === 0) return { list: fresh, rows: fresh.items, arrivals: null };
  const byNumber = new Map(fresh.items.map((item) => [item.number, item]));
  return {
    list: null,
    rows: shown.map((item) => byNumber.get(item.number) ?? item),
    arrivals: {
      ...fresh,
      arrived: after.filter((number) => !before.includes(number)),
      left: before.filter((number) => !byNumber.has(number)),
    },
  };
}
