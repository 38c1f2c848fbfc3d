/**
 * What a device keeps until the city has it. Pages and the service worker use the same database,
 * so nothing here touches a document. Photos are kept as ArrayBuffers: WebKit refuses Blobs in
 * private sessions. What the browser refuses to keep stays in memory, and the page says so.
 *
 * @typedef {"reports" | "bytes" | "keys" | "orders" | "shots"} Store
 * @typedef {"kept" | "full" | "refused"} Storage whether the browser keeps what it is given
 */

const NAME = "suishoupai";
const VERSION = 2;
const OPENS_WITHIN_MS = 3_000;
/** @type {Store[]} */
const STORES = ["reports", "bytes", "keys", "orders", "shots"];

/** What could not be kept; it goes before what the database says. @type {Record<Store, Map<string, any>>} */
const memory = { reports: new Map(), bytes: new Map(), keys: new Map(), orders: new Map(), shots: new Map() };

/** @type {Promise<IDBDatabase | null> | null} */
let opening = null;
/** @type {(storage: Storage) => void} */
let tell = () => {};

/**
 * Hear when the browser stops keeping what it is given.
 *
 * @param {(storage: Storage) => void} listener
 */
export function watchStorage(listener) {
  tell = listener;
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const present = request.result.objectStoreNames;
      for (const store of STORES) if (!present.contains(store)) request.result.createObjectStore(store);
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => database.close(); // a newer page must not wait for this one
      database.onclose = () => { opening = null; };
      resolve(database);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
    setTimeout(() => reject(new Error("late")), OPENS_WITHIN_MS); // some WebKits never answer
  });
}

/** @param {unknown} error */
function note(error) {
  const full = error instanceof DOMException && error.name === "QuotaExceededError";
  tell(full ? "full" : "refused");
}

const opened = () =>
  (opening ??= open().catch((error) => {
    note(error);
    return null;
  }));

/**
 * Do something in one transaction; done when the transaction is.
 *
 * @template T
 * @param {Store[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(store: (name: Store) => IDBObjectStore, give: (result: T) => void) => void} work
 * @returns {Promise<T>}
 * @throws when there is no database, or the transaction fails
 */
async function transact(stores, mode, work) {
  let database = await opened();
  if (!database) throw new Error("no database");
  let transaction;
  try {
    transaction = database.transaction(stores, mode);
  } catch {
    opening = null; // iOS closes it behind a page that sleeps
    database = await opened();
    if (!database) throw new Error("no database");
    transaction = database.transaction(stores, mode);
  }
  const present = transaction;
  return new Promise((resolve, reject) => {
    /** @type {any} */
    let result;
    present.oncomplete = () => resolve(result);
    present.onabort = () => reject(present.error);
    work((name) => present.objectStore(name), (given) => { result = given; });
  });
}

/** @typedef {[store: Store, key: string, value: any]} Item */

/** Whether one of these could not be kept before. @param {Item[]} items */
const heldInMemory = (items) => items.some(([store, key]) => memory[store].has(key));

/** @param {Item[]} items */
function remember(items) {
  for (const [store, key, value] of items) memory[store].set(key, value);
}

/** @param {Item[]} items */
function release(items) {
  for (const [store, key] of items) memory[store].delete(key);
}

/**
 * Keep things, all or none of them.
 *
 * @param {Item[]} items
 */
export async function keep(...items) {
  try {
    await transact(items.map(([store]) => store), "readwrite", (store) => {
      for (const [name, key, value] of items) store(name).put(value, key);
    });
    release(items);
  } catch (error) {
    note(error);
    remember(items);
  }
}

/**
 * Change what is kept under a key, whoever else is changing it: `next` sees the newest value and
 * gives the one to keep, or `undefined` to leave all as it is.
 *
 * @template T
 * @param {Store} store
 * @param {string} key
 * @param {(kept: T | undefined) => T | undefined} next
 * @param {Item[]} beside kept along with it
 * @returns {Promise<T | undefined>} what is kept now
 */
export async function revise(store, key, next, beside = []) {
  /** @param {T | undefined} kept */
  const inMemory = (kept) => {
    const value = next(kept);
    if (value !== undefined) remember([[store, key, value], ...beside]);
    return value ?? kept;
  };
  if (heldInMemory([[store, key, null]])) return inMemory(memory[store].get(key));
  /** @type {T | undefined} */
  let seen;
  try {
    return await transact([store, ...beside.map(([name]) => name)], "readwrite", (at, give) => {
      const request = at(store).get(key);
      request.onsuccess = () => {
        seen = request.result;
        const value = next(seen);
        give(value ?? seen);
        if (value === undefined) return;
        at(store).put(value, key);
        for (const [name, one, thing] of beside) at(name).put(thing, one);
        request.transaction?.commit?.(); // a phone that ends the page now ends it too late
      };
    });
  } catch (error) {
    note(error);
    return inMemory(seen);
  }
}

/** @param {Store} store @param {string} key @returns {Promise<any>} */
export async function recall(store, key) {
  if (memory[store].has(key)) return memory[store].get(key);
  try {
    return await transact([store], "readonly", (at, give) => {
      const request = at(store).get(key);
      request.onsuccess = () => give(request.result);
    });
  } catch {
    return undefined;
  }
}

/**
 * Everything of a store whose values know their own id.
 *
 * @param {Store} store
 * @returns {Promise<any[]>}
 */
export async function recallAll(store) {
  /** @type {any[]} */
  let kept = [];
  try {
    kept = await transact([store], "readonly", (at, give) => {
      const request = at(store).getAll();
      request.onsuccess = () => give(request.result);
    });
  } catch {
    // Only what is in memory is left.
  }
  const all = new Map(kept.map((value) => [value.id, value]));
  for (const [key, value] of memory[store]) all.set(key, value);
  return [...all.values()];
}

/** @param {Store} store @returns {Promise<Set<string>>} */
export async function keysOf(store) {
  /** @type {IDBValidKey[]} */
  let kept = [];
  try {
    kept = await transact([store], "readonly", (at, give) => {
      const request = at(store).getAllKeys();
      request.onsuccess = () => give(request.result);
    });
  } catch {
    // As above.
  }
  return new Set([...kept.map(String), ...memory[store].keys()]);
}

/**
 * Throw things away.
 *
 * @param {[store: Store, key: string][]} items
 */
export async function forget(...items) {
  for (const [store, key] of items) memory[store].delete(key);
  try {
    await transact(items.map(([store]) => store), "readwrite", (at) => {
      for (const [store, key] of items) at(store).delete(key);
    });
  } catch {
    // What could not be kept is gone already.
  }
}
