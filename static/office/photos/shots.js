import { NoConnection } from "../../shared/api.js";
import { config } from "../../shared/config.js";
import { t } from "../../shared/i18n.js";
import { forget, keep, keysOf, recall } from "../../shared/outbox/database.js";
import { preparePhoto } from "../../shared/photos/prepare.js";
import { referenceTo, uploadPhoto } from "../../shared/photos/upload.js";
import { sentenceOf } from "../../shared/problems.js";
import { lastPosition } from "./position.js";

/**
 * @typedef {import("../../shared/photos/prepare.js").PreparedPhoto} PreparedPhoto
 * @typedef {import("../../shared/photos/prepare.js").Role} Role
 *
 * A photo of a form: kept and sent as soon as it is taken, so that sending the form is quick. Its
 * bytes stay on the device until the city has the whole form.
 * @typedef {Omit<PreparedPhoto, "bytes"> & { preview: string, share: number, sent: boolean,
 *   held: boolean, fault: string }} Shot `preview` is a data address; `share` 0…1 of the bytes are
 *   sent; `held`: it waits for the network
 *
 * @typedef {(change: (shots: Shot[]) => Shot[]) => void} Change
 */

const PREVIEW_PX = 240;
const PATIENCE_MS = 10_000;

/** Work in progress, by id. @type {Map<string, Promise<unknown>>} */
const running = new Map();

/** @param {PreparedPhoto} photo @returns {Promise<string>} a small picture; empty where it cannot be shown */
async function previewOf({ bytes, type }) {
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type }));
    const scale = PREVIEW_PX / Math.max(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.7);
  } catch {
    return "";
  }
}

/** @param {Change} change @param {string} id @param {Partial<Shot>} news */
const update = (change, id, news) =>
  change((shots) => shots.map((shot) => (shot.id === id ? { ...shot, ...news } : shot)));

/** The place of a picture just taken, when the phone says it. @param {PreparedPhoto} photo @param {Change} change */
async function place({ id, source }, change) {
  const position = source === "camera" ? await lastPosition() : null;
  if (position) update(change, id, position);
}

/** @param {PreparedPhoto} photo @param {Change} change */
async function send(photo, change) {
  try {
    await uploadPhoto(photo, (share) => update(change, photo.id, { share }));
    update(change, photo.id, { sent: true, share: 1, fault: "" });
  } catch (error) {
    const held = error instanceof NoConnection;
    update(change, photo.id, { share: 0, held, fault: held ? "" : sentenceOf(error) });
  }
}

/** @param {PreparedPhoto} photo @param {Change} change */
function start(photo, change) {
  const work = Promise.all([send(photo, change), place(photo, change)]);
  running.set(photo.id, work.finally(() => running.delete(photo.id)));
}

/**
 * @param {File} file
 * @param {{ source: "camera" | "album", role: Role }} origin
 * @param {Change} change
 */
async function addOne(file, origin, change) {
  const prepared = await preparePhoto(file, origin);
  if (prepared.bytes.byteLength > config.limits.photo_bytes) throw new RangeError(t("photo.too_large"));
  const { bytes, ...rest } = prepared;
  await keep(["shots", prepared.id, { bytes, at: Date.now() }]);
  const preview = await previewOf(prepared);
  change((shots) => [...shots, { ...rest, preview, share: 0, sent: false, held: false, fault: "" }]);
  start(prepared, change);
}

/**
 * Take in files one after the other (several large pictures at once exhaust small phones) and
 * begin to send each.
 *
 * @param {File[]} files
 * @param {{ source: "camera" | "album", role: Role }} origin
 * @param {Change} change
 * @param {(words: string) => void} refuse told why a file was not taken
 */
export async function addFiles(files, origin, change, refuse) {
  for (const file of files) {
    try {
      await addOne(file, origin, change);
    } catch (error) {
      refuse(error instanceof RangeError ? error.message : t("photo.unreadable"));
    }
  }
}

/** Send again what did not arrive. @param {Shot} shot @param {Change} change */
export async function retry(shot, change) {
  const kept = await recall("shots", shot.id);
  if (!kept) return;
  update(change, shot.id, { held: false, fault: "" });
  start({ ...shot, bytes: kept.bytes }, change);
}

/** Wait until nothing is being sent any more, but not for ever: what is left goes with the form. */
export const settled = () =>
  Promise.race([Promise.all(running.values()), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);

/** Of shots of an earlier page, show those that are still on this device or with the server. @param {Change} change */
export async function showKnown(change) {
  const kept = await keysOf("shots");
  change((shots) => shots.filter(({ id, sent }) => sent || kept.has(id)));
}

/** Take a photo away. @param {string} id @param {Change} change */
export async function removeShot(id, change) {
  change((shots) => shots.filter((shot) => shot.id !== id));
  await forget(["shots", id]);
}

/** @param {Shot[]} shots */
export const referencesTo = (shots) => shots.map(referenceTo);

/** What an order keeps of its photos. @param {Shot[]} shots */
export const parcelsOf = (shots) =>
  shots.map(({ preview: _, share: _share, held: _held, sent, fault: _fault, ...picture }) => ({ ...picture, uploaded: sent }));
