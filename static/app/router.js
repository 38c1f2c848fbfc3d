import { computed, signal } from "../shared/html.js";
import { whenSettled } from "./back-key.js";

/**
 * Hash routing on one path: in-app browsers sign their calls against the first address.
 *
 * @typedef {{ name: string, params: Record<string, string> }} Route
 */

/** Patterns by name of page. @type {[string, string][]} */
const PATTERNS = [
  ["home", "/"],
  ["snap", "/snap"],
  ["join", "/join/:number"],
  ["shared", "/shared"],
  ["sent", "/sent/:id"],
  ["nearby", "/nearby"],
  ["me", "/me"],
  ["signin", "/me/signin"],
  ["sessions", "/me/sessions"],
  ["notices", "/me/notices"],
  ["data", "/me/data"],
  ["watched", "/me/watched"],
  ["watch", "/watch/:number"],
  ["follow", "/follow"],
  ["case", "/follow/:number"],
  ["case", "/follow/:number/:code"],
];

const hash = signal(location.hash);
addEventListener("hashchange", () => {
  hash.value = location.hash;
});

/**
 * @param {string} pattern
 * @param {string[]} parts
 * @returns {Record<string, string> | null}
 */
function match(pattern, parts) {
  const wanted = pattern.split("/").filter(Boolean);
  if (wanted.length !== parts.length) return null;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [index, piece] of wanted.entries()) {
    if (piece.startsWith(":")) params[piece.slice(1)] = decodeURIComponent(parts[index]);
    else if (piece !== parts[index]) return null;
  }
  return params;
}

/** Where we are. @type {import("@preact/signals").ReadonlySignal<Route>} */
export const route = computed(() => {
  const parts = hash.value.replace(/^#\/?/, "").split("/").filter(Boolean);
  for (const [name, pattern] of PATTERNS) {
    const params = match(pattern, parts);
    if (params) return { name, params };
  }
  return { name: "home", params: {} };
});

/**
 * Go to a page.
 *
 * @param {string} path such as `/snap`
 * @param {{ replace?: boolean }} [options] `replace` leaves no way back to the present page
 */
export function go(path, { replace = false } = {}) {
  whenSettled(() => {
    if (replace) history.replaceState(null, "", `#${path}`);
    else location.hash = path;
    hash.value = location.hash;
  });
}
