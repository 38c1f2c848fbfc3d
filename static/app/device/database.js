import { signal } from "../../shared/html.js";

/**
 * The page's own database. Photos are kept as ArrayBuffers: WebKit refuses Blobs in private
 * sessions. Without a database everything still works from memory, and the page says so.
 */
export const durable = signal(true);

/** @type {Record<string, Map<string, any>>} */
const memory = { reports: new Map(), bytes: new Map(), keys: new Map() };

const opening = open().catch(() => {
  durable.value = false;
  return null;
});

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("suishoupai", 1);
    request.onupgradeneeded = () => {
      for (const store of Object.keys(memory)) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @typedef {"reports" | "bytes" | "keys"} Store */

/**
 * One request in a transaction of its own; done when the transaction is.
 *
 * @template T
 * @param {Store} store
 * @param {"readonly" | "readwrite"} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @param {() => T} otherwise what to do in memory
 * @returns {Promise<T>}
 */
async function attempt(store, mode, ask, otherwise) {
  const database = await opening;
  if (!database) return otherwise();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const request = ask(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } catch {
    durable.value = false;
    return otherwise();
  }
}

/** @param {Store} store @param {string} key @param {any} value @returns {Promise<any>} */
export function keep(store, key, value) {
  memory[store].set(key, value);
  return attempt(store, "readwrite", (kept) => kept.put(value, key), () => key);
}

/** @param {Store} store @param {string} key @returns {Promise<any>} */
export async function recall(store, key) {
  const kept = await attempt(store, "readonly", (all) => all.get(key), () => undefined);
  return kept ?? memory[store].get(key);
}

/** @param {Store} store @returns {Promise<any[]>} */
export const recallAll = (store) =>
  attempt(store, "readonly", (kept) => kept.getAll(), () => [...memory[store].values()]);

/** @param {Store} store @param {string} key @returns {Promise<void>} */
export function forget(store, key) {
  memory[store].delete(key);
  return attempt(store, "readwrite", (kept) => kept.delete(key), () => undefined);
}
