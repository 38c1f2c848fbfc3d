import { NoConnection, Problem } from "../api.js";
import { announce } from "./channel.js";
import { forget, recall, recallAll, revise } from "./database.js";

/**
 * Sending what waits, wherever that happens: in a page or in the service worker. The database is
 * read anew for every record, because another page may have changed it.
 *
 * @typedef {import("./types.js").Fault} Fault
 * @typedef {{ id: string, sha256: string, type: string, uploaded: boolean }} Parcel a photo
 * @typedef {{ id: string, status: string, created_at: string, photos: Parcel[],
 *   fault: Fault | null }} Waiting
 *
 * @typedef {object} Kind what one store holds and how it is sent
 * @property {"reports" | "orders"} store
 * @property {"bytes" | "shots"} bytes the store of its photos
 * @property {(photo: string) => Promise<ArrayBuffer | undefined>} bytesOf
 * @property {(photo: Parcel, bytes: ArrayBuffer, onProgress: (share: number) => void) => Promise<unknown>} upload
 * @property {(record: any) => Promise<Sent>} send
 * @property {() => Promise<(record: any) => boolean>} ready called before anything is sent; says
 *   which records may be sent now
 *
 * @typedef {{ receipt: Record<string, unknown> | null, answer: unknown }} Sent what is kept of the
 *   record, if anything, and what the city said
 *
 * @typedef {{ onSending: (id: string | null) => void, onProgress: (photo: string, share: number) => void,
 *   onChange: (change: import("./channel.js").Change) => unknown,
 *   onSent?: (id: string, answer: any) => void,
 *   onFailed?: (id: string, error: unknown) => void }} Watcher
 *
 * @typedef {"done" | "later" | "stop"} Outcome of one record; `stop`: there is no use in going on
 */

const NOT_BEFORE = "outbox.not_before";

/** Ids of records whose photos were sent in this run: missing all the same, they have to wait. @type {Set<string>} */
const freshlySent = new Set();

/** Until when the city asked not to be asked again, in milliseconds since 1970. */
export const notBefore = async () => Number((await recall("keys", NOT_BEFORE)) ?? 0);

/** @param {number} seconds */
const postpone = (seconds) =>
  revise("keys", NOT_BEFORE, () => Date.now() + seconds * 1000);

/**
 * Change a record unless it has gone meanwhile, and say so.
 *
 * @param {Kind["store"]} store
 * @param {string} id
 * @param {(record: any) => Record<string, unknown>} changesOf
 * @param {Watcher} watcher
 */
async function change(store, id, changesOf, watcher) {
  await revise(store, id, (/** @type {any} */ kept) =>
    kept && kept.status === "waiting" ? { ...kept, ...changesOf(kept) } : undefined);
  announce({ store, id });
  await watcher.onChange({ store, id });
}

/** @param {Parcel[]} photos @param {(photo: Parcel) => boolean} which @param {boolean} uploaded */
const marked = (photos, which, uploaded) =>
  photos.map((photo) => (which(photo) ? { ...photo, uploaded } : photo));

/** A photo that is gone from this device before it was sent. */
class PhotosLost extends Error {}

/** @param {Kind} kind @param {Waiting} record @param {Watcher} watcher */
async function sendPhotos({ store, bytesOf, upload }, record, watcher) {
  for (const photo of record.photos) {
    if (photo.uploaded) continue;
    const bytes = await bytesOf(photo.id);
    if (!bytes) throw new PhotosLost();
    await upload(photo, bytes, (share) => watcher.onProgress(photo.id, share));
    freshlySent.add(record.id);
    await change(store, record.id, ({ photos }) => ({ photos: marked(photos, ({ id }) => id === photo.id, true) }), watcher);
  }
}

/** Whether sending the same again later can succeed. @param {Problem} problem */
const isPassing = ({ status }) => status >= 500 || [408, 425, 429].includes(status);

/** An answer of something between us and the city: a proxy, or the sign-in page of a hotel. @param {Problem} problem */
const isForeign = ({ code, status }) => code === "unknown" && status !== 413;

/**
 * Nothing is ever dropped: what is passing waits, a missing photo is sent again, and what the city
 * refuses stays with the reason.
 *
 * @param {Kind} kind
 * @param {Waiting} record
 * @param {unknown} error
 * @param {Watcher} watcher
 * @returns {Promise<Outcome>}
 */
async function digest({ store }, record, error, watcher) {
  /** @param {Record<string, unknown>} changes */
  const become = (changes) => change(store, record.id, () => changes, watcher);
  if (error instanceof PhotosLost) {
    await become({ status: "refused", fault: { code: "photos_lost", status: 0, words: "" } });
    return "done";
  }
  if (error instanceof NoConnection) {
    await become({ fault: null });
    return "stop";
  }
  if (!(error instanceof Problem)) {
    console.error(error);
    await become({ fault: { code: "unexpected", status: 0, words: "" } });
    return "later";
  }
  const { code, status, retryAfter } = error;
  const fault = { code, status, words: code === "unknown" ? "" : error.message };
  if (retryAfter) await postpone(retryAfter);
  if (status === 401 || isForeign(error)) {
    await become({ fault });
    return "stop";
  }
  if (isPassing(error)) {
    await become({ fault });
    return status === 429 ? "stop" : "later";
  }
  if (code === "photos_missing") {
    const missing = /** @type {string[]} */ (error.body.missing ?? []);
    await change(store, record.id, ({ photos }) => ({
      photos: marked(photos, ({ sha256 }) => !missing.length || missing.includes(sha256), false),
    }), watcher);
    return freshlySent.has(record.id) ? "later" : "done";
  }
  await become({ status: "refused", fault });
  return "done";
}

/** What waits, oldest first. @param {Kind["store"]} store @returns {Promise<Waiting[]>} */
async function waitingOf(store) {
  /** @type {Waiting[]} */
  const all = await recallAll(store);
  const waiting = all.filter(({ status }) => status === "waiting");
  return waiting.sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/**
 * The city has it now: only the receipt stays on this device.
 *
 * @param {Kind} kind
 * @param {Waiting} record
 * @param {Sent["receipt"]} receipt
 * @param {Watcher} watcher
 */
async function settle({ store, bytes }, { id, photos }, receipt, watcher) {
  if (receipt) await revise(store, id, (/** @type {any} */ kept) => ({ ...kept, ...receipt, status: "sent", fault: null, photos: [] }));
  else await forget([store, id]);
  if (photos.length) await forget(...photos.map((photo) => /** @type {[typeof bytes, string]} */ ([bytes, photo.id])));
  announce({ store, id });
  await watcher.onChange({ store, id });
}

/** @param {Kind} kind @param {Waiting} record @param {Watcher} watcher @returns {Promise<Outcome>} */
async function sendOne(kind, record, watcher) {
  watcher.onSending(record.id);
  try {
    await sendPhotos(kind, record, watcher);
    const { receipt, answer } = await kind.send(record);
    await settle(kind, record, receipt, watcher);
    watcher.onSent?.(record.id, answer);
    return "done";
  } catch (error) {
    const outcome = await digest(kind, record, error, watcher);
    watcher.onFailed?.(record.id, error);
    return outcome;
  } finally {
    watcher.onSending(null);
  }
}

/** @param {Kind} kind @param {Watcher} watcher @returns {Promise<Outcome>} */
async function drainKind(kind, watcher) {
  if (!(await waitingOf(kind.store)).length) return "done";
  let isReady;
  try {
    isReady = await kind.ready();
  } catch {
    return "stop";
  }
  /** @type {Set<string>} */
  const later = new Set();
  for (;;) {
    const record = (await waitingOf(kind.store)).find((one) => !later.has(one.id) && isReady(one));
    if (!record) return later.size ? "later" : "done";
    const outcome = await sendOne(kind, record, watcher);
    if (outcome === "stop") return outcome;
    if (outcome === "later") later.add(record.id);
  }
}

/**
 * Send all that waits, one after the other.
 *
 * @param {Kind[]} kinds
 * @param {Watcher} watcher
 * @returns {Promise<boolean>} whether nothing is left to wait
 */
export async function drain(kinds, watcher) {
  if ((await notBefore()) > Date.now()) return false;
  freshlySent.clear();
  let done = true;
  for (const kind of kinds) {
    const outcome = await drainKind(kind, watcher);
    if (outcome === "stop") return false;
    if (outcome === "later") done = false;
  }
  return done;
}
