import { alone } from "./lock.js";
import { drain, notBefore } from "./drain.js";
import { SYNC_TAG } from "./tag.js";

/**
 * @typedef {import("./drain.js").Kind} Kind
 * @typedef {import("./drain.js").Watcher} Watcher
 */

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** Let the service worker send what waits even when every page is closed, where it can. */
function askForSync() {
  /** @param {any} registration */
  const register = (registration) => registration?.sync?.register(SYNC_TAG);
  navigator.serviceWorker?.getRegistration().then(register).catch(() => {}); // never waited for
}

/**
 * Make what sends all that waits, and tries again later as long as something does.
 *
 * @param {Kind[]} kinds
 * @param {Watcher} watcher
 * @param {() => boolean} waits whether this page knows of something that waits
 * @returns {() => Promise<void>} try now; done when that attempt has ended
 */
export function makeSender(kinds, watcher, waits) {
  let wait = FIRST_WAIT_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<void> | null} */
  let running = null;
  let again = false;

  const attempt = () =>
    alone(() => {
      if (waits()) askForSync(); // under the lock: the worker stands in line behind this page
      return drain(kinds, watcher);
    });

  const run = async () => {
    clearTimeout(timer);
    let done;
    do {
      again = false;
      done = await attempt();
    } while (again);
    if (done) return;
    const asked = (await notBefore()) - Date.now();
    timer = setTimeout(retry, Math.max(wait, asked));
  };
  const start = () => {
    again = true;
    running ??= run().finally(() => { running = null; });
    return running;
  };
  const retry = () => {
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    return start();
  };
  return () => {
    wait = FIRST_WAIT_MS;
    return start();
  };
}

/** Send on every occasion that the network may be back. @param {() => unknown} flush */
export function onEveryOccasion(flush) {
  addEventListener("online", flush);
  addEventListener("pageshow", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") flush();
  });
}
