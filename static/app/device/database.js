import { openDB } from "idb";
import { signal } from "../../shared/html.js";

/**
 * The page's own database. Photos are kept as ArrayBuffers: WebKit refuses Blobs in private
 * sessions. Without a database everything still works from memory, and the page says so.
 */
export const durable = signal(true);

/** @type {Record<string, Map<string, any>>} */
const memory = { reports: new Map(), bytes: new Map(), keys: new Map() };

const opening = openDB("suishoupai", 1, {
  upgrade(database) {
    for (const store of Object.keys(memory)) database.createObjectStore(store);
  },
}).catch(() => {
  durable.value = false;
  return null;
});

/**
 * @template T
 * @param {(database: import("idb").IDBPDatabase) => Promise<T>} work
 * @param {() => T} otherwise what to do in memory
 */
async function attempt(work, otherwise) {
  const database = await opening;
  if (!database) return otherwise();
  try {
    return await work(database);
  } catch {
    durable.value = false;
    return otherwise();
  }
}

/** @typedef {"reports" | "bytes" | "keys"} Store */

/** @param {Store} store @param {string} key @param {any} value */
export function keep(store, key, value) {
  memory[store].set(key, value);
  return attempt(
    async (database) => {
      await database.put(store, value, key);
    },
    () => {},
  );
}

/** @param {Store} store @param {string} key @returns {Promise<any>} */
export const recall = (store, key) =>
  attempt(
    async (database) => (await database.get(store, key)) ?? memory[store].get(key),
    () => memory[store].get(key),
  );

/** @param {Store} store @returns {Promise<any[]>} */
export const recallAll = (store) =>
  attempt((database) => database.getAll(store), () => [...memory[store].values()]);

/** @param {Store} store @param {string} key */
export function forget(store, key) {
  memory[store].delete(key);
  return attempt((database) => database.delete(store, key), () => {});
}
