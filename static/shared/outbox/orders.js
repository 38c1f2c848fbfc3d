import { act, call, get } from "../api.js";
import { referenceTo, uploadPhoto } from "../photos/upload.js";
import { recall } from "./database.js";

/**
 * What somebody of an office did where there may be no network: an action on a case, or a problem
 * found on a round. The `id` is the idempotency key, so that a replay does no harm.
 *
 * @typedef {import("./types.js").Order} Order
 */

/** Only what the person who is signed in has done may go. */
async function ready() {
  const { account } = await get("/me");
  return (/** @type {Order} */ { by }) => by === account;
}

/** @param {Order} order */
const bodyOf = ({ body, photos }) => (photos.length ? { ...body, photos: photos.map(referenceTo) } : body);

/** @param {Order} order @returns {Promise<any>} */
const sendAction = (order) =>
  act(`/cases/${encodeURIComponent(order.target)}`, order.action, bodyOf(order), { version: order.version, key: order.id });

/** @param {Order} order @returns {Promise<any>} */
const sendIssue = async (order) => {
  const body = { id: order.id, locale: order.locale, ...bodyOf(order) };
  return (await call("POST", `/patrols/${order.target}/issues`, { body })).data;
};

/** @type {import("./drain.js").Kind} */
export const orders = {
  store: "orders",
  bytes: "shots",
  bytesOf: async (photo) => (await recall("shots", photo))?.bytes,
  ready,
  upload: (photo, bytes, onProgress) => uploadPhoto({ ...photo, bytes }, onProgress),
  send: async (/** @type {Order} */ order) => ({
    receipt: null,
    answer: await (order.kind === "issue" ? sendIssue(order) : sendAction(order)),
  }),
};
