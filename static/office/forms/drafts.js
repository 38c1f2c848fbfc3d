import { signal } from "../../shared/html.js";
import { me } from "../../shared/session.js";

/**
 * What an officer typed but did not send survives a reload, and a phone that ends the page while
 * its camera is open. It stays in this tab, and is nobody else's who signs in there.
 */
const keyOf = (/** @type {string} */ name) => `office.draft:${me.value?.account}:${name}`;

/** @param {string} name @returns {Record<string, unknown>} */
export function readDraft(name) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {string} name @param {Record<string, unknown>} values */
export function keepDraft(name, values) {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(values));
  } catch {
    // Storage is full or refused: the values are still on the screen.
  }
}

/** Counts how often somebody was sent to a form with something filled in, so that it is drawn anew. */
export const starts = signal(0);

/** Fill in what is known before a form opens. @param {string} name @param {Record<string, unknown>} values */
export function startWith(name, values) {
  keepDraft(name, { ...readDraft(name), ...values });
  starts.value += 1;
}

/** @param {string} name */
export function dropDraft(name) {
  try {
    sessionStorage.removeItem(keyOf(name));
  } catch {
    // Storage is refused: nothing was kept.
  }
}
