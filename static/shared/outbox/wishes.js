import { act, call, get, Problem } from "../api.js";
import { newId } from "../ids.js";
import { referenceTo, uploadPhoto } from "../photos/upload.js";
import { recall, revise } from "./database.js";

/**
 * What a resident answered about a case where there may be no network: supplemented, confirmed,
 * refused, rated, withdrew. It carries its own idempotency key, so that a replay does no harm.
 *
 * @typedef {import("./types.js").Wish} Wish
 * @typedef {import("../types.js").FollowedCase} FollowedCase
 * @typedef {import("../types.js").Me} Me
 */

/** What adds to a case and decides nothing: it is as true whatever happened meanwhile. */
export const ADDS = ["supplement", "add_evidence"];
const STALE = 412;

/** Whoever is signed in as a resident; empty for a device that nobody is signed in on. @param {Me | null} me */
export const ownerOf = (me) => (me?.kind === "resident" ? `resident ${me.phone ?? ""}` : "");

/** What somebody sees of a case: as long as it is the same, so is the question that was answered. @param {FollowedCase} view */
export const seenOf = ({ state, timeline }) => `${state} ${timeline.length}`;

/** Whether a person may send this. @param {Me | null} me @returns {(wish: Wish) => boolean} */
export const mayGo = (me) => ({ kind, by }) => kind === "wish" && me?.kind !== "staff" && (!by || by === ownerOf(me));

/** @param {Wish} wish */
const pathOf = ({ target }) => `/follow/${encodeURIComponent(target)}`;

/** @param {Wish} wish @returns {Record<string, string>} */
const headersOf = ({ code }) => (code ? { "X-Query-Code": code } : {});

/** @param {Wish} wish @returns {Promise<FollowedCase>} */
function perform(wish) {
  const { action, key, photos, values, version } = wish;
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  const body = { ...Object.fromEntries(given), ...(photos.length ? { photos: photos.map(referenceTo) } : {}) };
  return act(pathOf(wish), action, body, { version, key, headers: headersOf(wish) });
}

/**
 * The case has moved on meanwhile: the same wish for the case as it is now, if for the person who
 * wrote it nothing changed, or if it only adds something.
 *
 * @param {Wish} wish
 * @returns {Promise<Wish | null>}
 */
async function renewed(wish) {
  /** @type {FollowedCase} */
  const fresh = (await call("GET", pathOf(wish), { headers: headersOf(wish) })).data;
  const same = ADDS.includes(wish.action) || seenOf(fresh) === wish.seen;
  if (!same || !fresh.allowed_actions.includes(wish.action)) return null;
  const present = { version: fresh.version, key: newId() };
  await revise("orders", wish.id, (/** @type {Wish | undefined} */ kept) => kept && { ...kept, ...present }); // before it is sent: its answer may get lost
  return { ...wish, ...present };
}

/** @param {Wish} wish */
async function send(wish) {
  try {
    return await perform(wish);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== STALE) throw error;
    const again = await renewed(wish);
    if (!again) throw error;
    return perform(again);
  }
}

/** @type {import("./drain.js").Kind} */
export const wishes = {
  store: "orders",
  bytes: "shots",
  bytesOf: async (photo) => (await recall("shots", photo))?.bytes,
  ready: async () => mayGo(await get("/me")),
  upload: (photo, bytes, onProgress) => uploadPhoto({ ...photo, bytes }, onProgress),
  send: async (/** @type {Wish} */ wish) => ({ receipt: null, answer: await send(wish) }),
};
