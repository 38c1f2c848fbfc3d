import { act, get, Problem } from "../../shared/api.js";
import { batch, signal } from "../../shared/html.js";
import { newId } from "../../shared/ids.js";
import { newest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";

/**
 * @typedef {import("../forms/box-geometry.js").Box} Box
 * @typedef {object} Review a photo to look at before the public does
 * @property {number} id
 * @property {string} role
 * @property {string} url
 * @property {number} width
 * @property {number} height
 * @property {string | null} captured_at
 * @property {boolean} public
 * @property {"done" | "waiting" | "failed" | "off"} search whether the detectors have looked
 * @property {(Box & { kind: string })[]} boxes
 * @property {{ number: string, version: number, tile: string, address: string | null }} case
 */

const LOOK_AGAIN_MS = 4000;
const FETCH_MORE_AT = 3;

/** What waits, the first of it in front of the clerk. @type {import("@preact/signals").Signal<Review[] | null>} */
export const reviews = signal(null);
/** How many photos wait, those not fetched too. */
export const waiting = signal(0);
/** The boxes on the photo in front. @type {import("@preact/signals").Signal<Box[]>} */
export const boxes = signal([]);
/** What is in the way of going on. */
export const trouble = signal("");
export const busy = signal(false);

/** Photos put off until the page is opened again. @type {Set<number>} */
const putOff = new Set();
let touched = false;
let key = newId();
const ask = newest();

/** @returns {Review | null} */
export const front = () => reviews.value?.[0] ?? null;

/** @param {Review[]} list */
function show(list) {
  const before = front();
  const next = list[0] ?? null;
  batch(() => {
    reviews.value = list;
    if (next && (before?.id !== next.id || (!touched && before.search !== next.search))) begin(next);
  });
}

/** @param {Review} review */
function begin(review) {
  boxes.value = review.boxes.map(({ kind, x, y, w, h }) => ({ kind, x, y, w, h }));
  touched = false;
  key = newId();
}

/** Fetch what waits; the photo in front stays there. @param {string} [number] only this case's */
export async function load(number) {
  const isNewest = ask();
  try {
    const found = await get("/photo-reviews", number ? { case: number } : {});
    if (!isNewest()) return;
    /** @type {Review[]} */
    const list = found.items.filter((/** @type {Review} */ { id }) => !putOff.has(id));
    const shown = list.find(({ id }) => id === front()?.id);
    batch(() => {
      trouble.value = "";
      waiting.value = found.waiting;
      show(shown ? [shown, ...list.filter(({ id }) => id !== shown.id)] : list);
    });
  } catch (error) {
    if (isNewest()) trouble.value = sentenceOf(error);
  }
}

/** Open the page: everything waits again. @param {string} [number] @returns {() => void} closes it */
export function open(number) {
  putOff.clear();
  batch(() => {
    reviews.value = null;
    boxes.value = [];
    trouble.value = "";
  });
  load(number);
  const timer = setInterval(() => front()?.search === "waiting" && !busy.value && load(number), LOOK_AGAIN_MS);
  return () => {
    ask();
    clearInterval(timer);
  };
}

/** @param {Box[]} next */
export function setBoxes(next) {
  touched = true;
  boxes.value = next;
}

/** Go on to the next photo without deciding. */
export function later() {
  const shown = front();
  if (!shown) return;
  putOff.add(shown.id);
  show((reviews.value ?? []).slice(1));
}

/** @param {Review} shown @returns {[string, Record<string, unknown>]} the action that shows it as it is covered now */
function order(shown) {
  if (!touched && shown.search !== "waiting" && shown.search !== "failed" && !shown.public) {
    return ["publish", { photo_ids: [shown.id] }];
  }
  return ["redact", { photo_id: [shown.id], boxes: boxes.value.map(({ kind = "other", x, y, w, h }) => ({ kind, x, y, w, h })) }];
}

/**
 * Decide about the photo in front and go on to the next.
 *
 * @param {boolean} approved shown to everybody, or kept from them
 * @param {string} [number] only this case's photos are looked through
 * @returns {Promise<boolean>} whether it was done
 */
export async function decide(approved, number) {
  const shown = front();
  if (!shown || busy.value) return false;
  const [action, fields] = approved ? order(shown) : ["unpublish", { photo_ids: [shown.id] }];
  busy.value = true;
  try {
    const { version } = await act(`/cases/${encodeURIComponent(shown.case.number)}`, action, fields, { version: shown.case.version, key });
    done(shown, version);
    if ((reviews.value ?? []).length < FETCH_MORE_AT && waiting.value > (reviews.value ?? []).length && !number) await load();
    return true;
  } catch (error) {
    const words = sentenceOf(error);
    if (error instanceof Problem && [404, 409, 412, 422].includes(error.status)) {
      key = newId();
      await load(number);
    }
    trouble.value = words;
    return false;
  } finally {
    busy.value = false;
  }
}

/** @param {Review} shown @param {number} version that of its case now */
function done(shown, version) {
  const rest = (reviews.value ?? []).slice(1).map((one) =>
    one.case.number === shown.case.number ? { ...one, case: { ...one.case, version } } : one);
  batch(() => {
    trouble.value = "";
    waiting.value = Math.max(0, waiting.value - 1);
    show(rest);
  });
}
