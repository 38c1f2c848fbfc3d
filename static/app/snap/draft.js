import { config } from "../../shared/config.js";
import { computed, signal } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { prepareAll } from "../../shared/ui/photo-picker.js";
import { toast } from "../../shared/ui/toast.js";
import { agree, remember, remembered } from "../device/preferences.js";
import { addPhoto, begin, change, discard, entries, entryOf, removePhoto, restore } from "../outbox/records.js";
import { getReady, submit } from "../outbox/send.js";
import { metresBetween } from "./distance.js";
import { locate } from "./position.js";

/**
 * @typedef {import("../outbox/records.js").Entry} Entry
 * @typedef {import("../outbox/records.js").Place} Place
 */

const FAR_FROM_FIX_M = 100;

/** The report being written. There is one at a time. */
export const draft = computed(() => entries.value.find(({ status }) => status === "draft") ?? null);

/** The draft, begun if need be. @returns {Entry} */
const present = () => draft.value ?? begin();

/** @param {Partial<Entry>} changes */
export const edit = (changes) => change(present().id, changes);

/**
 * The camera or the album is about to open: from here on the phone may end this page, so the
 * draft is written first. Finding the place starts now too.
 */
export function startCapture() {
  agree();
  getReady();
  edit({ consent: config.consent.version });
  if (!draft.value?.place) locate(takeFix);
}

/** @param {{ lat: number, lon: number, accuracy_m: number }} fix */
function takeFix({ lat, lon, accuracy_m }) {
  const place = draft.value?.place;
  if (!draft.value || (place && !("lat" in place && place.source === "fix"))) return;
  edit({ place: { lat, lon, accuracy_m, datum: "wgs84", source: "fix" } });
}

/** Ask the phone where it is once more. */
export function relocate() {
  edit({ place: null, place_words: "" });
  locate(takeFix);
}

/** One after the other, in the order they were taken. */
let taking = Promise.resolve();

/**
 * Put photos into the draft.
 *
 * @param {File[]} files
 * @param {"camera" | "album"} source
 */
export function takeFiles(files, source) {
  taking = taking.then(() => takeNow(files, source));
}

/** How many picked photos are still being read and shrunk. */
export const preparing = signal(0);

/** @param {File[]} files @param {"camera" | "album"} source */
async function takeNow(files, source) {
  const { id, photos } = present();
  const room = files.slice(0, config.limits.photos - photos.length);
  if (room.length < files.length) toast(t("photo.too_many", { n: config.limits.photos }));
  preparing.value = room.length;
  await prepareAll(room, source, "near", async (photo) => {
    preparing.value -= 1;
    const second = entryOf(id)?.photos.length === 1;
    await addPhoto(id, { ...photo, role: second ? "far" : "near" });
    const { lat, lon } = photo;
    if (lat !== null && lon !== null && !entryOf(id)?.place) await usePhotoPlace(lat, lon);
  });
  preparing.value = 0; // what could not be read has said so
}

/** @param {number} lat @param {number} lon */
export const usePhotoPlace = (lat, lon) =>
  edit({ place: { lat, lon, accuracy_m: null, datum: "wgs84", source: "exif" } });

/**
 * A photo that was taken well away from the chosen place.
 *
 * @param {Entry} entry
 * @returns {{ lat: number, lon: number, metres: number } | null}
 */
export function photoElsewhere({ place, photos }) {
  if (!place || !("lat" in place)) return null;
  for (const { lat, lon } of photos) {
    if (lat === null || lon === null) continue;
    const metres = metresBetween({ lat, lon }, place);
    if (metres > FAR_FROM_FIX_M) return { lat, lon, metres };
  }
  return null;
}

/** @param {string} photoId */
export const dropPhoto = (photoId) => removePhoto(present().id, photoId);

/** @param {string | null} tile */
export function chooseTile(tile) {
  edit({ tile });
  if (tile) remember("last_tile", tile);
}

/** The tile this person chose last, if the city still has it. */
export function lastTile() {
  const code = remembered("last_tile");
  return config.tiles.some((tile) => tile.code === code) ? code : null;
}

/**
 * What is still missing before the draft can be sent.
 *
 * @param {Entry} entry
 * @returns {"photo" | "place" | "guardian" | "phone" | null}
 */
export function missing(entry) {
  if (!entry.photos.length && !entry.join) return "photo";
  if (!entry.place && !entry.join) return "place";
  if (entry.under_14 && !entry.guardian) return "guardian";
  if (!entry.anonymous && !/^1[3-9]\d{9}$/.test(entry.phone)) return "phone";
  return null;
}

/**
 * Send the draft that is on the screen: another tab may have sent it meanwhile.
 *
 * @param {Entry} entry
 * @returns {string} the id of the record on its way
 */
export function sendDraft({ id }) {
  submit(id);
  return id;
}

/** Throw a record away, with a way back. @param {Entry} entry */
export function discardWithUndo(entry) {
  discard(entry.id);
  toast(t("snap.discarded"), { action: t("snap.undo"), onAction: () => restore(entry) });
}
