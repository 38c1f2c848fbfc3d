import { act, get, Problem } from "../../shared/api.js";
import { computed, signal } from "../../shared/html.js";
import { newId } from "../../shared/ids.js";
import { sentenceOf } from "../../shared/problems.js";

/**
 * @typedef {import("../types.js").CaseView} CaseView
 * @typedef {import("../types.js").TimelineEvent} TimelineEvent
 */

/** The open case; `null` while it is being fetched. @type {import("@preact/signals").Signal<CaseView | null>} */
export const view = signal(null);
/** Why the case could not be shown. */
export const trouble = signal("");

/** The open case as others have left it since, until somebody asks to see it. @type {import("@preact/signals").Signal<CaseView | null>} */
const newer = signal(null);
/** Whether there is more to see of the open case. */
export const hasNewer = computed(() =>
  newer.value !== null && newer.value.number === view.value?.number && newer.value.version > view.value.version);

let wanted = "";

/** @param {string} number */
const pathOf = (number) => `/cases/${encodeURIComponent(number)}`;

/** Whether more is shown already: an answer may come after that to a later question. @param {CaseView} fresh */
const isOlder = (fresh) => view.value?.number === fresh.number && fresh.version < view.value.version;

/**
 * Show a case as it is now. What is shown of it already stays until the answer is there, and when
 * there is none.
 *
 * @param {string} number
 */
export async function openCase(number) {
  wanted = number;
  if (view.value?.number !== number) view.value = null;
  trouble.value = "";
  try {
    const fresh = await get(pathOf(number));
    if (wanted === number && !isOlder(fresh)) view.value = fresh;
  } catch (error) {
    if (wanted === number && !view.value) trouble.value = sentenceOf(error);
  }
}

/**
 * Find out whether others have changed the open case. What is read and typed stays as it is.
 *
 * @param {(number: string) => number | undefined} versionOf what a list knows of a case
 */
export async function lookAtCase(versionOf) {
  const shown = view.value;
  if (!shown || versionOf(shown.number) === shown.version) return;
  const fresh = await get(pathOf(shown.number));
  if (wanted === shown.number) newer.value = fresh;
}

/** Fetch new addresses of the photos that are shown. */
export async function renewPhotos() {
  const shown = view.value;
  if (!shown) return;
  const fresh = await get(pathOf(shown.number)).catch(() => null);
  if (!fresh || view.value !== shown) return;
  view.value = { ...shown, photos: fresh.photos };
  newer.value = fresh;
}

/** Show the open case as it is now. */
export function showNewer() {
  if (hasNewer.value) view.value = newer.value;
}

/** Show no case. */
export function closeCase() {
  wanted = "";
  view.value = null;
  trouble.value = "";
}

/** Somebody else changed the case first; `changes` is what they did. */
export class Overtaken extends Error {
  /** @param {TimelineEvent[]} changes */
  constructor(changes) {
    super("overtaken");
    this.changes = changes;
  }
}

/**
 * Whether an answer shows the case; one that has left the officer's sight is only named.
 *
 * @param {CaseView} fresh
 */
export const isWhole = (fresh) => "timeline" in fresh;

/**
 * What is to be done with a case, as it was seen.
 *
 * @typedef {{ number: string, action: string, version: number, key: string,
 *   fields: Record<string, unknown> }} Order
 */

/** @param {Order} order @returns {Promise<CaseView>} */
const atOnce = ({ number, action, version, key, fields }) => act(pathOf(number), action, fields, { version, key });

/**
 * Make one intention of acting: sent twice (a lost answer, an impatient finger) it has one
 * effect, because the key stays. After a refusal the key is a new one.
 *
 * @param {string} action
 * @param {(order: Order) => Promise<CaseView | null>} [perform] `null`: somebody else has done it
 */
export function intention(action, perform = atOnce) {
  let key = newId();
  /**
   * @param {Record<string, unknown>} fields
   * @returns {Promise<CaseView>} the case as it is now
   * @throws {Overtaken} when the version was stale; the fresh case is shown then
   */
  return async (fields) => {
    const shown = /** @type {CaseView} */ (view.value);
    try {
      const order = { number: shown.number, action, version: shown.version, key, fields };
      const fresh = (await perform(order)) ?? (await get(pathOf(shown.number)));
      if (wanted === shown.number && isWhole(fresh)) view.value = fresh;
      return fresh;
    } catch (error) {
      if (error instanceof Problem) key = newId();
      if (!(error instanceof Problem) || error.status !== 412) throw error;
      await openCase(shown.number);
      throw new Overtaken(newEvents(shown, view.value));
    }
  };
}

/** @param {CaseView} before @param {CaseView | null} after @returns {TimelineEvent[]} */
function newEvents(before, after) {
  const last = Math.max(0, ...before.timeline.map((event) => event.seq));
  return (after?.timeline ?? []).filter((event) => event.seq > last);
}
