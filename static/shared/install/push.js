import { get, post, put } from "../api.js";

/**
 * Notices that the system shows when no page is open (Web Push). A subscription belongs to this
 * browser and to whoever is signed in; nobody is asked for it before tapping for it.
 */

/** Bytes of unpadded base64url. @param {string} text */
function bytesOf(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

/** @param {PushSubscription} subscription */
const tellServer = (subscription) => put("/push", subscription.toJSON());

/**
 * How it is with push here: `null` where there is none, on this device or in this city.
 *
 * @returns {Promise<{ on: boolean, refused: boolean, key: string } | null>}
 */
export async function pushState() {
  if (!("PushManager" in globalThis) || !("Notification" in globalThis)) return null;
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.active) return null;
  const { key } = await get("/push");
  if (!key) return null;
  const subscription = await registration.pushManager.getSubscription();
  return { on: subscription !== null, refused: Notification.permission === "denied", key };
}

/**
 * Ask the person, then the push service of the browser.
 *
 * @param {string} key the server's own, which the push service lets in
 * @throws {Error} when the person or the service says no
 */
export async function switchOn(key) {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
  const registration = /** @type {ServiceWorkerRegistration} */ (await navigator.serviceWorker.getRegistration());
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
  await tellServer(await registration.pushManager.subscribe(options));
}

/** Let nothing come any more. */
export async function switchOff() {
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return;
  await post("/push/off", { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
}

/**
 * Tell the server again: somebody may have signed in since, or the push service may have given
 * another address.
 *
 * @param {ServiceWorkerRegistration} registration
 */
export async function renewSubscription(registration) {
  const subscription = await registration.pushManager?.getSubscription();
  if (subscription) await tellServer(subscription).catch(() => {});
}
