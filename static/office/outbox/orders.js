import { computed, signal } from "../../shared/html.js";
import { announce, listen } from "../../shared/outbox/channel.js";
import { forget, keep, recall, recallAll, revise } from "../../shared/outbox/database.js";
import { newId } from "../../shared/ids.js";
import { me } from "../../shared/session.js";

/**
 * What officers did on this device and the city does not have yet.
 *
 * @typedef {import("../../shared/outbox/types.js").Order} Order
 */

const STORE = "orders";
/** What was thrown away can be brought back for so long. */
const UNDO_MS = 60_000;

/** Everybody's, oldest first. @type {import("@preact/signals").Signal<Order[]>} */
const all = signal([]);

/** Those of the person who is signed in. */
export const orders = computed(() =>
  all.value.filter(({ by, status }) => by === me.value?.account && status !== "discarded"));

/** How many others have kept on this device. */
export const foreign = computed(() =>
  all.value.filter(({ by, status }) => by !== me.value?.account && status !== "discarded").length);

/** The order that waits for a case or a round. @param {string} target */
export const ordersOf = (target) => orders.value.filter((order) => order.target === target);

/** Whether something may be sent now. */
export const waits = () => orders.value.some(({ status }) => status === "waiting");

/** Read again what is kept. */
export async function loadOrders() {
  /** @type {(Order | import("../../shared/outbox/types.js").Wish)[]} */
  const kept = await recallAll(STORE);
  const ours = /** @type {Order[]} */ (kept.filter(({ kind }) => kind !== "wish"));
  all.value = ours.sort((a, b) => a.created_at.localeCompare(b.created_at));
}

/** @param {string} id */
function changed(id) {
  announce({ store: STORE, id });
  return loadOrders();
}

/** Take out of the database what can no longer be brought back. */
async function erase() {
  const gone = all.value.filter(({ status, discarded_at = 0 }) => status === "discarded" && Date.now() - discarded_at > UNDO_MS);
  for (const { id, photos } of gone) await dropOrder(id, photos);
}

/** Follow what is kept, also by other pages and the service worker. */
export async function watchOrders() {
  listen(({ store }) => {
    if (store === STORE) loadOrders();
  });
  await loadOrders();
  await erase();
}

/**
 * Keep an order before it is sent. It takes the place of what was refused before of the same.
 *
 * @param {Order} order
 */
export async function keepOrder(order) {
  const { by, target, action } = order;
  const older = all.value.filter((one) =>
    one.kind === "action" && one.status === "refused" && one.by === by && one.target === target && one.action === action);
  await keep([STORE, order.id, order]);
  for (const { id } of older) await forget([STORE, id]);
  await changed(order.id);
}

/** @param {string} id @param {Order["photos"]} photos whose bytes go as well */
export async function dropOrder(id, photos = []) {
  await forget([STORE, id], ...photos.map((photo) => /** @type {["shots", string]} */ (["shots", photo.id])));
  await changed(id);
}

/** An order as it is kept now. @param {string} id @returns {Promise<Order | undefined>} */
export const orderOf = (id) => recall(STORE, id);

/** @param {string} id @param {Partial<Order>} changes @param {Order["status"][]} from */
async function change(id, changes, from) {
  await revise(STORE, id, (/** @type {Order | undefined} */ kept) =>
    kept && from.includes(kept.status) ? { ...kept, ...changes } : undefined);
  await changed(id);
}

/** Throw an order away, with a way back. @param {Order} order @returns {() => Promise<void>} the way back */
export function discardOrder({ id, status }) {
  change(id, { status: "discarded", discarded_at: Date.now() }, [status]);
  return () => change(id, { status }, ["discarded"]);
}

/** Let what was refused wait once more. @param {Order} order */
export const retryOrder = ({ id }) => change(id, { status: "waiting", fault: null }, ["refused"]);

/**
 * Do the same again with the case as it is now: a new intention, with a key of its own.
 *
 * @param {Order} order
 * @param {number} version
 */
export async function applyAgain(order, version) {
  const id = newId();
  /** @type {Order} */
  const fresh = { ...order, id, version, status: "waiting", fault: null };
  /** @param {Order | undefined} kept @returns {Order | undefined} */
  const replaced = (kept) => (kept?.status === "refused" ? { ...kept, status: "discarded", photos: [] } : undefined);
  await revise(STORE, order.id, replaced, [[STORE, id, fresh]]);
  await changed(id);
}
