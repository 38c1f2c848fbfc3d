import { signal } from "@preact/signals";
import { get, remove } from "./api.js";
import { newest } from "./newest.js";

/** @typedef {import("./types.js").Me} Me */

/**
 * Who uses this page; `null` until the server has said so.
 *
 * @type {import("@preact/signals").Signal<Me | null>}
 */
export const me = signal(null);

const ask = newest();

/** What the server says of us in passing, such as on signing in. @param {Me} person */
export function become(person) {
  ask();
  me.value = person;
}

/** Ask the server who we are. */
export async function loadMe() {
  const isNewest = ask();
  const person = await get("/me");
  if (isNewest()) me.value = person;
  return me.value;
}

/**
 * End the present session on the server. What was kept to be seen without a network goes with it,
 * also from a page that the service worker does not see.
 */
export async function signOut() {
  await globalThis.caches?.delete("ssp-seen");
  await remove("/sessions/current");
  await loadMe();
}

/** @param {string} permission */
export const may = (permission) => me.value?.permissions.includes(permission) ?? false;
