import { call, get, post, Problem } from "../../shared/api.js";
import { batch, computed, signal } from "../../shared/html.js";
import { newest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";
import { caseHref, go, mapHref, route, viewHref } from "../router.js";
import { arrivals, compare, lostAt } from "./arrivals.js";

/**
 * @typedef {import("../types.js").CaseItem} CaseItem
 * @typedef {import("../types.js").QueueCount} QueueCount
 * @typedef {import("@preact/signals").Signal<CaseItem[] | null>} Items
 * @typedef {import("./arrivals.js").List} List
 */

const PAGE = 50;
const LOOK_AGAIN_MS = 300_000;

/** All that waits for this person, of whichever queue; the page of the shift lists it. */
export const MY_TURN = "my_turn";

/** The queues this person has. @type {import("@preact/signals").Signal<QueueCount[] | null>} */
export const queues = signal(null);
/** What the open queue holds, soonest due first; `null` while it is being fetched. @type {Items} */
export const items = signal(null);
/** Cursor of the next page. @type {import("@preact/signals").Signal<string | null>} */
export const next = signal(null);
/**
 * Since when there is news in a queue, and how much; `null` where it is not counted.
 *
 * @type {import("@preact/signals").Signal<{ queue: string, since: string, new: number | null, changed: number | null } | null>}
 */
export const visit = signal(null);
/** The case the keyboard stands on. */
export const cursor = signal("");
/** Why the list could not be fetched. */
export const trouble = signal("");

/** Queues that show what goes on, and wait for nobody in particular. */
const LOOKED_AT = ["supervised", "about_to_be_late", "overdue", "waiting", "to_publish", "closed", "all"];
/** The first queue that held work when this person signed in. */
const landing = signal("");

/** The open queue: that of the address if this person has it, else where there is work, else the first. */
export const queue = computed(() => {
  const names = (queues.value ?? []).map((one) => one.queue);
  const { queue: wanted } = route.value;
  if (wanted === MY_TURN && names.length) return wanted;
  return [wanted, landing.value].find((name) => names.includes(name)) ?? names[0] ?? "";
});

/** Filters and order of the list, as the address has them and the server takes them. */
export const filters = computed(() => new URLSearchParams(route.value.query).toString());

/**
 * Narrow the list, or widen it again by an empty value.
 *
 * @param {Record<string, string>} changes
 */
export function setFilters(changes) {
  const { page, queue: name, number, action, query } = route.value;
  const kept = Object.fromEntries(Object.entries({ ...query, ...changes }).filter(([, value]) => value));
  go(page === "map" ? mapHref(name, kept) : caseHref(name, number, action, kept), { replace: true });
}

let generation = 0;
let pages = 1;
let etag = "";

let lookedAt = 0;

const query = () => ({
  ...Object.fromEntries(new URLSearchParams(filters.value)),
  queue: queue.value,
  since: visit.value?.queue === queue.value ? visit.value.since : null,
});

const askCounts = newest();

/** Fetch the counts of the tabs. */
export async function loadQueues() {
  const isNewest = askCounts();
  /** @type {QueueCount[]} */
  const found = (await get("/queues")).items;
  if (!isNewest()) return;
  batch(() => {
    if (!queues.value) landing.value = found.find(({ queue: name, count }) => count > 0 && !LOOKED_AT.includes(name))?.queue ?? "";
    queues.value = found;
  });
}

/** Open the desk with the view that was chosen for it, unless the address says where to go. */
export async function openFirstView() {
  const isBlank = () => ["", "#", "#/"].includes(location.hash);
  if (!isBlank()) return;
  const { items: views, default: first } = await get("/views");
  const view = views.find((/** @type {{ id: number }} */ { id }) => id === first);
  if (view && isBlank()) go(viewHref(view.query), { replace: true });
}

/** Somebody else signs in: nothing of the last person's work is left. */
export function forgetQueues() {
  generation += 1;
  askCounts();
  batch(() => {
    queues.value = items.value = next.value = visit.value = arrivals.value = lostAt.value = null;
    cursor.value = trouble.value = landing.value = "";
  });
}

/** Fetch the open queue from its beginning; the list shows a skeleton meanwhile. */
export async function openQueue() {
  pages = 1;
  etag = "";
  items.value = next.value = arrivals.value = null;
  await Promise.all([refresh(), lookAround()]);
}

/** Say that this queue is looked at, and mark what is news in it. */
async function lookAround() {
  const name = queue.value;
  lookedAt = Date.now();
  try {
    const told = await post(`/queues/${name}/visits`);
    if (name !== queue.value) return;
    visit.value = { queue: name, ...told };
    if (told.new !== 0 || told.changed !== 0) await (arrivals.value ? look() : refresh());
  } catch {
    // Without an answer nothing is marked; the list is there all the same.
  }
}

/** The same from time to time while the page stays open, so that the visit lasts. */
export const lookAgain = () => (Date.now() - lookedAt > LOOK_AGAIN_MS ? lookAround() : undefined);

/** Draw a list; the keyboard stays where its case was if that is gone. @param {List} list */
function draw(list) {
  const at = (items.value ?? []).findIndex(({ number }) => number === cursor.value);
  const gone = at >= 0 && !list.items.some(({ number }) => number === cursor.value);
  batch(() => {
    if (gone && !route.value.number) cursor.value = list.items[Math.min(at, list.items.length - 1)]?.number ?? "";
    items.value = list.items;
    next.value = list.next;
    arrivals.value = lostAt.value = null;
    trouble.value = "";
  });
}

/**
 * Fetch again what is shown, as many pages as were shown, without emptying the list: rows keep
 * their keys, so the browser keeps the place.
 */
export async function refresh() {
  const mine = ++generation;
  try {
    const fresh = await fetchShown();
    if (mine === generation && fresh) draw(fresh);
  } catch (error) {
    if (mine === generation) trouble.value = sentenceOf(error);
  }
}

/**
 * Ask whether anything has changed. No row moves for it: what comes and goes waits in `arrivals`.
 *
 * @returns {Promise<boolean>} whether anything had
 * @throws {Error} when the server could not be asked
 */
export async function look() {
  const mine = generation;
  const fresh = await fetchShown(etag);
  lostAt.value = null;
  if (!fresh || mine !== generation) return Boolean(fresh);
  const found = compare(items.value ?? [], fresh);
  if (found.list) draw(found.list);
  else {
    batch(() => {
      items.value = found.rows;
      arrivals.value = found.arrivals;
    });
  }
  return true;
}

/** Show what has come, and let go what has left. @returns {string} the first that came */
export function showArrivals() {
  const found = arrivals.value;
  if (found) draw(found);
  return found?.arrived[0] ?? "";
}

/**
 * @param {string} [known] tag of the list that is shown
 * @returns {Promise<List | null>} `null`: still the same
 */
async function fetchShown(known = "") {
  const shown = { ...query(), limit: PAGE };
  const mine = generation;
  let first;
  try {
    first = await call("GET", "/cases", { query: shown, headers: known ? { "If-None-Match": known } : {} });
  } catch (error) {
    if (error instanceof Problem && error.status === 304) return null;
    throw error;
  }
  /** @type {CaseItem[]} */
  const all = first.data.items;
  let cursor = first.data.next;
  for (let page = 1; page < pages && cursor; page += 1) {
    const more = await get("/cases", { ...shown, cursor });
    all.push(...more.items);
    cursor = more.next;
  }
  if (mine === generation) etag = first.etag ?? "";
  return { items: all, next: cursor };
}

/** Add the next page at the end. */
export async function loadMore() {
  const mine = generation;
  const more = await get("/cases", { ...query(), limit: PAGE, cursor: next.value });
  if (mine !== generation) return;
  pages += 1;
  items.value = [...(items.value ?? []), ...more.items];
  next.value = more.next;
}

/**
 * Move the keyboard's place in the list.
 *
 * @param {number} step 1 down, -1 up
 * @returns {string} the number of the case there, empty when the list is
 */
export function moveCursor(step) {
  const list = items.value ?? [];
  const at = list.findIndex(({ number }) => number === cursor.value);
  const to = at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + step));
  cursor.value = list[to]?.number ?? "";
  return cursor.value;
}

/** The case that stands after this one in the list, or before it at the end. @param {string} number */
export function neighbourOf(number) {
  const list = items.value ?? [];
  const at = list.findIndex((item) => item.number === number);
  return (list[at + 1] ?? list[at - 1])?.number ?? "";
}
