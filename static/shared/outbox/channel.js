/**
 * Pages of this device, and its service worker, tell each other what changed. Browsers without
 * BroadcastChannel hear of it through a storage event.
 *
 * @typedef {{ store: import("./database.js").Store, id: string }} Change
 */

const NAME = "suishoupai-outbox";

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(NAME);

/** @param {Change} change */
export function announce(change) {
  if (channel) channel.postMessage(change);
  else {
    try {
      /** @type {any} */ (globalThis).localStorage.setItem(NAME, JSON.stringify({ ...change, at: Date.now() }));
    } catch {
      // The other pages look again when somebody looks at them.
    }
  }
}

/** Hear what others changed. @param {(change: Change) => void} listener */
export function listen(listener) {
  if (channel) channel.addEventListener("message", ({ data }) => listener(data));
  else {
    addEventListener("storage", (/** @type {any} */ { key, newValue }) => {
      if (key === NAME && newValue) listener(JSON.parse(newValue));
    });
  }
}
