import { signal } from "../../shared/html.js";
import { locale } from "../../shared/i18n.js";
import { newId } from "../../shared/ids.js";
import { forget, keep, recall, recallAll } from "../device/database.js";

/**
 * What this device has begun, is sending or has sent. One record from the first tap to the
 * receipt: a draft becomes a report that waits, then one that was sent or refused.
 *
 * @typedef {import("../../shared/photos/prepare.js").PreparedPhoto} PreparedPhoto
 * @typedef {PreparedPhoto & { uploaded: boolean }} RecordPhoto
 * @typedef {{ lat: number, lon: number, accuracy_m: number | null, datum: "wgs84",
 *   source: "fix" | "pin" | "exif" } | { area_code: string }} Place
 * @typedef {{ id: string, status: "draft" | "waiting" | "refused" | "sent", created_at: string,
 *   join: string | null, photos: RecordPhoto[], place: Place | null, place_words: string,
 *   address: string, tile: string | null, words: string, anonymous: boolean, phone: string,
 *   locale: string, consent: string | null, fault: { code: string, words: string } | null,
 *   receipt: { case_number: string, query_code: string } | null }} Entry
 */

/** Everything on this device, oldest first. @type {import("@preact/signals").Signal<Entry[]>} */
export const entries = signal([]);

/** @param {string} id */
export const entryOf = (id) => entries.value.find((entry) => entry.id === id);

/** Reports that still have to reach the city. */
export const unsent = () => entries.value.filter(({ status }) => status === "waiting" || status === "refused");

/** @param {Entry} entry */
function persist(entry) {
  const photos = entry.photos.map(({ bytes: _, ...rest }) => rest);
  return keep("reports", entry.id, { ...entry, photos });
}

/** Bring back what was kept, photos included. */
export async function loadEntries() {
  const kept = await recallAll("reports");
  for (const entry of kept) {
    for (const photo of entry.photos) photo.bytes = await recall("bytes", photo.id);
    entry.photos = entry.photos.filter((/** @type {RecordPhoto} */ photo) => photo.bytes);
  }
  entries.value = kept.sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** Begin a report. @returns {Entry} */
export function begin() {
  /** @type {Entry} */
  const entry = {
    id: newId(), status: "draft", created_at: new Date().toISOString(), join: null, photos: [],
    place: null, place_words: "", address: "", tile: null, words: "", anonymous: true, phone: "",
    locale: locale.value, consent: null, fault: null, receipt: null,
  };
  entries.value = [...entries.value, entry];
  return entry;
}

/**
 * Change a record and keep it.
 *
 * @param {string} id
 * @param {Partial<Entry>} changes
 */
export function change(id, changes) {
  entries.value = entries.value.map((entry) => (entry.id === id ? { ...entry, ...changes } : entry));
  const changed = entryOf(id);
  return changed ? persist(changed) : Promise.resolve();
}

/** @param {string} id @param {PreparedPhoto} photo */
export async function addPhoto(id, photo) {
  await keep("bytes", photo.id, photo.bytes);
  await change(id, { photos: [...(entryOf(id)?.photos ?? []), { ...photo, uploaded: false }] });
}

/** @param {string} id @param {string} photoId */
export async function removePhoto(id, photoId) {
  const photos = (entryOf(id)?.photos ?? []).filter((photo) => photo.id !== photoId);
  await change(id, { photos });
  await forget("bytes", photoId);
}

/** @param {string} id @param {string} photoId @param {Partial<RecordPhoto>} changes */
export const changePhoto = (id, photoId, changes) =>
  change(id, {
    photos: (entryOf(id)?.photos ?? []).map((photo) => (photo.id === photoId ? { ...photo, ...changes } : photo)),
  });

/**
 * Give a record its receipt; the rest is with the city now and leaves the device.
 *
 * @param {string} id
 * @param {Entry["receipt"]} receipt
 */
export async function settle(id, receipt) {
  const photos = entryOf(id)?.photos ?? [];
  await change(id, { status: "sent", receipt, photos: [], place: null, words: "", phone: "", fault: null });
  for (const photo of photos) await forget("bytes", photo.id);
}

/**
 * Make a refused report a draft again. The city took nothing of it, so it starts under a new id.
 *
 * @param {string} id
 */
export async function revise(id) {
  const entry = entryOf(id);
  if (!entry) return;
  await restore({ ...entry, id: newId(), status: "draft", fault: null });
  entries.value = entries.value.filter((other) => other.id !== id);
  await forget("reports", id);
}

/** Bring back what was just thrown away. @param {Entry} entry */
export async function restore(entry) {
  entries.value = [...entries.value, entry].sort((a, b) => a.created_at.localeCompare(b.created_at));
  for (const photo of entry.photos) await keep("bytes", photo.id, photo.bytes);
  await persist(entry);
}

/** @param {string} id */
export async function discard(id) {
  const photos = entryOf(id)?.photos ?? [];
  entries.value = entries.value.filter((entry) => entry.id !== id);
  await forget("reports", id);
  for (const photo of photos) await forget("bytes", photo.id);
}
