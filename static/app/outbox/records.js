import { signal } from "../../shared/html.js";
import { locale } from "../../shared/i18n.js";
import { newId } from "../../shared/ids.js";
import { announce, listen } from "../../shared/outbox/channel.js";
import { forget, keep, keysOf, recall, recallAll, revise } from "../../shared/outbox/database.js";

/**
 * What this device has begun, is sending or has sent. One record from the first tap to the
 * receipt: a draft becomes a report that waits, then one that was sent or refused. Photos keep
 * their bytes in the database, not here.
 *
 * @typedef {import("../../shared/photos/types.js").PreparedPhoto} PreparedPhoto
 * @typedef {import("../../shared/outbox/types.js").Entry} Entry
 * @typedef {import("../../shared/outbox/types.js").Place} Place
 */

/** What was thrown away can be brought back for so long. */
const UNDO_MS = 60_000;

/** Everything on this device, oldest first. @type {import("@preact/signals").Signal<Entry[]>} */
export const entries = signal([]);

/** Answers about cases that this device keeps, as `wishes.js` has read them. @type {import("@preact/signals").Signal<import("../../shared/outbox/types.js").Wish[]>} */
export const wishes = signal([]);

/** @param {string} id */
export const entryOf = (id) => entries.value.find((entry) => entry.id === id);

/** What still has to reach the city. */
export const unsent = () =>
  [...entries.value, ...wishes.value].filter(({ status }) => status === "waiting" || status === "refused");

/** @param {string} id @param {Entry | undefined} entry as it is now, unless it is gone */
function show(id, entry) {
  const others = entries.value.filter((one) => one.id !== id);
  const all = entry ? [...others, entry] : others;
  entries.value = all.sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** Writes of this page that are still on their way, by record. @type {Map<string, number>} */
const writing = new Map();
let queue = Promise.resolve();

/**
 * One write after the other. What another page wrote meanwhile is taken over with the last.
 *
 * @template T
 * @param {string} id
 * @param {() => Promise<T>} write
 * @returns {Promise<T>}
 */
function inTurn(id, write) {
  writing.set(id, (writing.get(id) ?? 0) + 1);
  const done = queue.then(write).finally(() => {
    const left = (writing.get(id) ?? 1) - 1;
    if (left) writing.set(id, left);
    else writing.delete(id);
  });
  queue = done.then(() => {}, () => {});
  return done;
}

/** Read a record again that another page or the service worker has changed. @param {string} id */
export async function reread(id) {
  if (writing.has(id)) return;
  const kept = await recall("reports", id);
  if (!writing.has(id)) show(id, kept);
}

/** Bring back what was kept; a draft shows only the photos that are there. */
export async function loadEntries() {
  /** @type {[Entry[], Set<string>]} */
  const [kept, bytes] = await Promise.all([recallAll("reports"), keysOf("bytes")]);
  for (const entry of kept) {
    if (entry.status === "draft") entry.photos = entry.photos.filter(({ id }) => bytes.has(id));
  }
  entries.value = kept.sort((a, b) => a.created_at.localeCompare(b.created_at));
  for (const entry of kept) {
    if (entry.status === "discarded" && Date.now() - (entry.discarded_at ?? 0) > UNDO_MS) erase(entry);
  }
}

/** Follow what other pages do, also after this one has slept. */
export function watchRecords() {
  listen(({ store, id }) => {
    if (store === "reports") reread(id);
  });
  addEventListener("pageshow", ({ persisted }) => persisted && loadEntries());
}

/** Begin a report. @returns {Entry} */
export function begin() {
  /** @type {Entry} */
  const entry = {
    id: newId(), status: "draft", created_at: new Date().toISOString(), join: null, photos: [],
    place: null, place_words: "", address: "", tile: null, words: "", anonymous: true, phone: "",
    locale: locale.value, consent: null, fault: null, receipt: null,
  };
  show(entry.id, entry);
  return entry;
}

/**
 * Change a record and keep it. What was sent meanwhile stays as it was sent.
 *
 * @param {string} id
 * @param {(entry: Entry) => Partial<Entry>} changesOf
 */
function write(id, changesOf) {
  const before = entryOf(id);
  if (!before) return Promise.resolve();
  show(id, { ...before, ...changesOf(before) });
  return inTurn(id, async () => {
    const now = await revise("reports", id, (/** @type {Entry | undefined} */ kept) => {
      const newest = kept ?? before;
      return newest.status === "sent" ? undefined : { ...newest, ...changesOf(newest) };
    });
    announce({ store: "reports", id });
    if (now && writing.get(id) === 1) show(id, now);
  });
}

/** @param {string} id @param {Partial<Entry>} changes */
export const change = (id, changes) => write(id, () => changes);

/** @param {string} id @param {PreparedPhoto} photo */
export async function addPhoto(id, { bytes, ...photo }) {
  await keep(["bytes", photo.id, bytes]);
  await write(id, ({ photos }) => ({
    photos: [...photos.filter((one) => one.id !== photo.id), { ...photo, uploaded: false }],
  }));
}

/** @param {string} id @param {string} photoId */
export async function removePhoto(id, photoId) {
  await write(id, ({ photos }) => ({ photos: photos.filter((photo) => photo.id !== photoId) }));
  await forget(["bytes", photoId]);
}

/** The bytes of a photo, as long as they are on this device. @param {string} photoId @returns {Promise<ArrayBuffer | undefined>} */
export const bytesOf = (photoId) => recall("bytes", photoId);

/** Put a draft on its way. @param {string} id */
export const finish = (id) =>
  write(id, ({ status }) => (status === "draft" ? { status: "waiting", fault: null, locale: locale.value } : {}));

/** Let what was refused wait once more. @param {string} id */
export const retry = (id) =>
  write(id, ({ status }) => (status === "refused" ? { status: "waiting", fault: null } : {}));

/**
 * Make a refused report a draft again. The city took nothing of it, so it starts under a new id.
 *
 * @param {string} id
 */
export async function mend(id) {
  const refused = entryOf(id);
  if (refused?.status !== "refused") return;
  const bytes = await keysOf("bytes");
  const photos = refused.photos.filter((photo) => bytes.has(photo.id));
  /** @type {Entry} */
  const draft = { ...refused, id: newId(), status: "draft", fault: null, photos };
  /** @param {Entry | undefined} kept @returns {Entry | undefined} */
  const replaced = (kept) => (kept?.status === "refused" ? { ...kept, status: "discarded", photos: [] } : undefined);
  await revise("reports", id, replaced, [["reports", draft.id, draft]]);
  for (const one of [id, draft.id]) {
    announce({ store: "reports", id: one });
    await reread(one);
  }
}

/** @param {string} id */
export const discard = (id) => change(id, { status: "discarded", discarded_at: Date.now() });

/** Bring back what was just thrown away. @param {Entry} entry */
export const restore = ({ id, status }) => change(id, { status });

/** What was thrown away goes for good when the page is opened next. @param {Entry} entry */
const erase = ({ id, photos }) =>
  forget(["reports", id], ...photos.map((photo) => /** @type {["bytes", string]} */ (["bytes", photo.id])));
