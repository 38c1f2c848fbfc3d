import { call, NoConnection, Problem } from "../../shared/api.js";
import { signal } from "../../shared/html.js";
import { locale } from "../../shared/i18n.js";
import { referenceTo, uploadPhoto } from "../../shared/photos/upload.js";
import { sentenceOf } from "../../shared/problems.js";
import { ensureClaimKey } from "../device/claim.js";
import { change, changePhoto, entries, entryOf, settle } from "./records.js";

/**
 * @typedef {import("./records.js").Entry} Entry
 * @typedef {import("./records.js").RecordPhoto} RecordPhoto
 */

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const LOCK = "suishoupai-outbox";
const SENT_UNKNOWN_TILE = "T13";

/** How much of each photo has gone, 0…1, by photo id. @type {import("@preact/signals").Signal<Record<string, number>>} */
export const progress = signal({});

/** The record that is being sent just now. @type {import("@preact/signals").Signal<string | null>} */
export const sending = signal(null);

let wait = FIRST_WAIT_MS;
/** How long the city asked us to wait, in milliseconds. */
let asked = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** What the city gets of a record; a case that is joined has its kind already. @param {Entry} entry */
const bodyOf = (entry) => ({
  id: entry.id,
  photos: entry.photos.map(referenceTo),
  place: entry.place,
  address: entry.address,
  ...(entry.join ? {} : { tile: entry.tile ?? SENT_UNKNOWN_TILE }),
  words: entry.words.trim(),
  contact: entry.anonymous || !entry.phone ? null : { phone: entry.phone },
  anonymous: entry.anonymous,
  locale: entry.locale,
  consent: entry.consent,
});

/** @param {string} id @param {RecordPhoto} photo */
async function sendPhoto(id, photo) {
  await uploadPhoto(photo, (share) => {
    progress.value = { ...progress.value, [photo.id]: share };
  });
  await changePhoto(id, photo.id, { uploaded: true });
}

/** @param {Entry} entry */
async function sendEntry(entry) {
  await ensureClaimKey();
  for (const photo of entry.photos) if (!photo.uploaded) await sendPhoto(entry.id, photo);
  const path = entry.join ? `/public/cases/${entry.join}/join` : "/reports";
  const { data } = await call("POST", path, { body: bodyOf(entry) });
  await settle(entry.id, { case_number: data.case_number, query_code: data.query_code });
}

/** Whether sending the same again later can succeed. @param {unknown} error */
const isPassing = (error) =>
  error instanceof NoConnection ||
  (error instanceof Problem && (error.status >= 500 || error.status === 408 || error.status === 429));

/**
 * Nothing is ever dropped: a passing fault waits, a missing photo is sent again, and what the
 * city refuses stays here with the reason.
 *
 * @param {Entry} entry
 * @param {unknown} error
 * @returns {Promise<"wait" | "again" | "next">}
 */
async function digest(entry, error) {
  asked = error instanceof Problem ? (error.retryAfter ?? 0) * 1000 : 0;
  if (isPassing(error)) return "wait";
  if (error instanceof Problem && error.code === "photos_missing") {
    const known = entry.photos.every(({ uploaded }) => !uploaded);
    await change(entry.id, { photos: (entryOf(entry.id) ?? entry).photos.map((photo) => ({ ...photo, uploaded: false })) });
    return known ? "wait" : "again";
  }
  const code = error instanceof Problem ? error.code : "unexpected";
  await change(entry.id, { status: "refused", fault: { code, words: sentenceOf(error) } });
  return "next";
}

/** Send all that waits, one after the other. @returns {Promise<boolean>} whether all has gone */
async function drain() {
  for (;;) {
    const entry = entries.value.find(({ status }) => status === "waiting");
    if (!entry) return true;
    sending.value = entry.id;
    try {
      await sendEntry(entry);
    } catch (error) {
      if ((await digest(entry, error)) === "wait") return false;
    } finally {
      sending.value = null;
      progress.value = {};
    }
  }
}

let busy = false;

/** Try to send what waits, and again later when that fails. One tab sends at a time. */
export async function flush() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  timer = undefined;
  try {
    const done = navigator.locks ? await navigator.locks.request(LOCK, drain) : await drain();
    wait = done ? FIRST_WAIT_MS : Math.min(wait * 2, LONGEST_WAIT_MS);
    if (!done) timer = setTimeout(flush, Math.max(wait, asked));
  } finally {
    busy = false;
  }
  if (!timer && entries.value.some(({ status }) => status === "waiting")) await flush();
}

/** Put a finished draft on its way. @param {string} id */
export async function submit(id) {
  await change(id, { status: "waiting", fault: null, locale: locale.value });
  await flush();
}

/** Send on every occasion that the network may be back. */
export function watchConnection() {
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") flush();
  });
  flush();
}
