import { locale, t } from "../../shared/i18n.js";
import { newId } from "../../shared/ids.js";
import { announce, listen } from "../../shared/outbox/channel.js";
import { forget, keep, keysOf, recall, recallAll, revise } from "../../shared/outbox/database.js";
import { ownerOf, seenOf } from "../../shared/outbox/wishes.js";
import { me } from "../../shared/session.js";
import { codeOf } from "../follow/codes.js";
import { wishes } from "./records.js";

/**
 * What this device keeps of answers about cases, from the first word to the city's answer. A draft
 * becomes a wish that waits, and goes away when the city has it.
 *
 * @typedef {import("../../shared/outbox/types.js").Wish} Wish
 * @typedef {import("../../shared/types.js").FollowedCase} FollowedCase
 * @typedef {import("../../shared/photos/types.js").PreparedPhoto} PreparedPhoto
 */

const STORE = "orders";
/** What was thrown away can be brought back for so long. */
const UNDO_MS = 60_000;

/** @param {string} id */
export const wishOf = (id) => wishes.value.find((wish) => wish.id === id);

/** Whether the person who is here has written it. @param {Wish} wish */
export const isMine = ({ by }) => !by || by === ownerOf(me.value);

/** What is being written about a case. @param {string} target @param {string} action */
export const draftOf = (target, action) =>
  wishes.value.find((wish) => wish.status === "draft" && wish.target === target && wish.action === action && isMine(wish));

/** What waits for the network, or was refused, of a case. @param {string} target */
export const pendingOf = (target) =>
  wishes.value.filter((wish) => wish.target === target && ["waiting", "refused"].includes(wish.status) && isMine(wish));

/** The form that was on the screen when the phone ended the page. @param {string} target */
export const openFormOf = (target) => wishes.value.find((wish) => wish.status === "draft" && wish.open && wish.target === target && isMine(wish))?.action ?? "";

/** @param {Wish[]} all */
function show(all) {
  wishes.value = all.sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** @param {string} id @param {Wish | undefined} wish as it is now, unless it is gone */
const showOne = (id, wish) => show([...wishes.value.filter((one) => one.id !== id), ...(wish ? [wish] : [])]);

/** Read again what is kept; what is being written here is newest here. */
export async function loadWishes() {
  /** @type {any[]} */
  const kept = await recallAll(STORE);
  const ours = /** @type {Wish[]} */ (kept.filter(({ kind }) => kind === "wish"));
  show(ours.map((wish) => {
    const here = wishOf(wish.id);
    return here && here.status === "draft" && wish.status === "draft" ? here : wish;
  }));
}

/** @type {Promise<void> | null} */
let watching = null;

async function begin() {
  listen(({ store }) => {
    if (store === STORE) loadWishes();
  });
  await loadWishes();
  const bytes = await keysOf("shots");
  for (const { id, status, photos, discarded_at = 0 } of wishes.value) {
    if (status === "discarded" && Date.now() - discarded_at > UNDO_MS) await drop(id);
    if (status === "draft" && photos.some((photo) => !bytes.has(photo.id))) {
      await change(id, () => ({ photos: photos.filter((photo) => bytes.has(photo.id)) }), ["draft"]);
    }
  }
}

/** Follow what is kept, also by other pages and the service worker; done when it was read once. */
export const watchWishes = () => (watching ??= begin());

/**
 * Change a wish and keep it, as long as it is in one of some states.
 *
 * @param {string} id
 * @param {(wish: Wish) => Partial<Wish>} changesOf
 * @param {Wish["status"][]} from
 */
async function change(id, changesOf, from) {
  const before = wishOf(id);
  if (!before || !from.includes(before.status)) return;
  /** @param {Wish} wish @returns {Wish} */
  const changed = (wish) => ({ ...wish, ...changesOf(wish) });
  showOne(id, changed(before));
  await revise(STORE, id, (/** @type {Wish | undefined} */ kept) =>
    kept && from.includes(kept.status) ? changed(kept) : undefined);
  announce({ store: STORE, id });
}

/** @param {string} id */
async function drop(id) {
  const photos = wishOf(id)?.photos ?? [];
  showOne(id, undefined);
  await forget([STORE, id], ...photos.map((photo) => /** @type {["shots", string]} */ (["shots", photo.id])));
  announce({ store: STORE, id });
}

/**
 * The form of an action comes on the screen: from here on the phone may end the page.
 *
 * @param {string} target
 * @param {string} action
 */
export async function openForm(target, action) {
  const draft = draftOf(target, action);
  if (draft) {
    await change(draft.id, () => ({ open: true }), ["draft"]);
    return;
  }
  const now = new Date();
  /** @type {Wish} */
  const wish = {
    id: newId(), kind: "wish", by: ownerOf(me.value), status: "draft", created_at: now.toISOString(),
    touched_at: now.getTime(), locale: locale.value, target, action, version: 0, seen: "", key: newId(),
    code: codeOf(target), open: true, values: {}, photos: [], fault: null,
  };
  showOne(wish.id, wish);
  await keep([STORE, wish.id, wish]);
}

/** The form goes from the screen; what it says stays. @param {string} target @param {string} action */
export async function closeForm(target, action) {
  const draft = draftOf(target, action);
  if (!draft) return;
  if (isBegun(draft)) await change(draft.id, () => ({ open: false }), ["draft"]);
  else await drop(draft.id);
}

/** Whether something was filled in. @param {Wish | undefined} wish */
export const isBegun = (wish) =>
  wish !== undefined && (wish.photos.length > 0 || Object.values(wish.values).some((value) => value !== undefined && value !== ""));

/** @param {string} id @param {Record<string, any>} values those that change */
export const fillIn = (id, values) =>
  change(id, (wish) => ({ values: { ...wish.values, ...values }, touched_at: Date.now() }), ["draft"]);

/** @param {string} id @param {PreparedPhoto} photo */
export async function addPhoto(id, { bytes, ...photo }) {
  await keep(["shots", photo.id, { bytes, at: Date.now() }]);
  await change(id, ({ photos }) => ({ photos: [...photos, { ...photo, uploaded: false }], touched_at: Date.now() }), ["draft"]);
}

/** @param {string} id @param {string} photoId */
export async function removePhoto(id, photoId) {
  await change(id, ({ photos }) => ({ photos: photos.filter((photo) => photo.id !== photoId) }), ["draft"]);
  await forget(["shots", photoId]);
}

/** The bytes of a photo, as long as they are on this device. @param {string} photoId @returns {Promise<ArrayBuffer | undefined>} */
export const bytesOf = async (photoId) => (await recall("shots", photoId))?.bytes;

/**
 * Put a draft on its way, about the case as it is on the screen. What is changed is a new intention.
 *
 * @param {string} id
 * @param {FollowedCase} view
 */
export const finishWish = (id, view) =>
  change(id, ({ values }) => ({
    status: "waiting", open: false, fault: null, locale: locale.value, key: newId(), version: view.version,
    seen: seenOf(view), code: codeOf(view.case_number), values: trimmed(values),
  }), ["draft"]);

/** @param {Record<string, any>} values */
const trimmed = (values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]));

/** Let what was refused wait once more. @param {string} id */
export const retryWish = (id) => change(id, () => ({ status: "waiting", fault: null }), ["refused"]);

/**
 * Make a draft again of what was refused; its form opens with the case.
 *
 * @param {string} id
 * @param {string} [action] another one that says the same
 */
export async function takeBack(id, action) {
  const bytes = await keysOf("shots");
  await change(id, (wish) => ({
    status: "draft", open: true, action: action ?? wish.action, photos: wish.photos.filter((photo) => bytes.has(photo.id)),
    touched_at: Date.now(),
  }), ["refused"]);
}

/** What was being written cannot be said any more: it is shown with the reason. @param {string} target @param {string} action */
export async function setAside(target, action) {
  const draft = draftOf(target, action);
  const fault = { code: "action_not_allowed", status: 409, words: t("case.moved_on") };
  if (draft && isBegun(draft)) await change(draft.id, () => ({ status: "refused", open: false, fault }), ["draft"]);
  else if (draft) await drop(draft.id);
}

/** Throw a wish away. @param {Wish} wish @returns {() => Promise<void>} the way back */
export function discardWish({ id, status }) {
  change(id, () => ({ status: "discarded", discarded_at: Date.now() }), [status]);
  return () => change(id, () => ({ status }), ["discarded"]);
}

/** A wish as it is kept now. @param {string} id @returns {Promise<Wish | undefined>} */
export const keptWish = (id) => recall(STORE, id);
