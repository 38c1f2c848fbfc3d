import { computed, signal } from "../../shared/html.js";
import { me } from "../../shared/session.js";
import { cursor, items } from "./store.js";

/** @typedef {import("../types.js").CaseItem} CaseItem */

/** So many cases take one action together. */
export const MOST = 50;

/** Whether the cards of a narrow list show their boxes. */
export const picking = signal(false);

/** What is done to many cases at once, to which states, and by whom. @type {[string, string[], string[]][]} */
const RULES = [
  ["accept", ["submitted"], ["intake_clerk", "supervisor"]],
  ["dispatch", ["to_dispatch"], ["dispatcher", "supervisor"]],
  ["acknowledge", ["assigned"], ["handler"]],
  ["assign_person", ["assigned", "handling"], ["handler"]],
];

/** What this person may do to a case together with others. @param {CaseItem} item */
const togetherWith = ({ state }) =>
  RULES.filter(([, states, roles]) => states.includes(state) && roles.some((role) => me.value?.roles.includes(role)))
    .map(([action]) => action);

/** Numbers of the chosen cases. @type {import("@preact/signals").Signal<string[]>} */
const numbers = signal([]);
let anchor = "";

/** The chosen cases that are still in the list. */
export const picked = computed(() => (items.value ?? []).filter(({ number }) => numbers.value.includes(number)));

/** Whether anything of the list can be done together. */
export const pickable = computed(() => (items.value ?? []).some((item) => togetherWith(item).length > 0));

/** The actions that all chosen cases allow. */
export const together = computed(() =>
  RULES.map(([action]) => action).filter((action) => picked.value.every((item) => togetherWith(item).includes(action))));

/** @param {string} number */
export const isPicked = (number) => numbers.value.includes(number);

/** @param {string[]} wanted */
export const pickOnly = (wanted) => {
  numbers.value = wanted.slice(0, MOST);
};

/** Choose a case or let it go. @param {string} number */
export function togglePick(number) {
  anchor = number;
  pickOnly(isPicked(number) ? numbers.value.filter((one) => one !== number) : [...numbers.value, number]);
}

/** Choose everything from the last one chosen up to this one. @param {string} number */
export function pickUpTo(number) {
  const all = (items.value ?? []).map((item) => item.number);
  const [from, to] = [all.indexOf(anchor), all.indexOf(number)].sort((one, other) => one - other);
  if (from < 0) togglePick(number);
  else pickOnly([...new Set([...numbers.value, ...all.slice(from, to + 1)])]);
}

/** @param {string} number @param {{ shiftKey: boolean }} event */
export const onPick = (number, event) => (event.shiftKey ? pickUpTo(number) : togglePick(number));

/** Choose the case the keyboard stands on. */
export const pickCursor = () => {
  if (cursor.value && pickable.value) togglePick(cursor.value);
};
