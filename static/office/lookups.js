import { get } from "../shared/api.js";
import { signal } from "../shared/html.js";
import { locale } from "../shared/i18n.js";

const TRY_AGAIN_MS = 5000;

/**
 * Lists that forms choose from, fetched once while the page is open; `null` while on the way.
 *
 * @type {Map<string, import("@preact/signals").Signal<any[] | null>>}
 */
const kept = new Map();

/**
 * A list for a component, which is drawn again when it arrives. One that could not be fetched is
 * empty, and is asked for again by whoever needs it a little later.
 *
 * @template Item
 * @param {string} path below /api/v1
 * @param {Record<string, string | null>} [query]
 * @param {string} [name] of the list in the answer
 * @returns {Item[] | null}
 */
export function lookup(path, query = {}, name = "items") {
  const key = JSON.stringify([locale.value, path, query]);
  const known = kept.get(key);
  if (known) return known.value;
  const list = signal(/** @type {any[] | null} */ (null));
  kept.set(key, list);
  get(path, query).then(
    (answer) => {
      list.value = answer[name];
    },
    () => {
      list.value = [];
      setTimeout(() => kept.delete(key), TRY_AGAIN_MS);
    },
  );
  return list.value;
}

/** Forget every list: somebody else signed in. */
export const forgetLookups = () => kept.clear();
