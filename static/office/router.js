import { signal } from "../shared/html.js";

/**
 * Where the officer is. The hash holds it all, so that the phone's back key, a reload and a
 * copied address come back to the same case and form.
 *
 * @typedef {object} Route
 * @property {"queue" | "map" | "notices" | "intake" | "me" | "admin"} page
 * @property {string} queue empty: the first queue the person has
 * @property {string} number empty: no case is open
 * @property {string} action empty: no form is open
 * @property {string[]} path of `admin` only: its section and what follows
 */

const PAGES = ["map", "notices", "intake", "me", "admin"];

/** @param {string} hash @returns {Route} */
export function parse(hash) {
  const parts = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const [head = "", queue = "", number = "", action = ""] = parts;
  if (head === "q") return { page: "queue", queue, number, action, path: [] };
  const page = /** @type {Route["page"]} */ (PAGES.includes(head) ? head : "queue");
  const path = page === "admin" ? parts.slice(1).filter(Boolean) : [];
  return { page, queue: page === "map" ? queue : "", number: "", action: "", path };
}

export const route = signal(parse(location.hash));

addEventListener("hashchange", () => {
  route.value = parse(location.hash);
});

/** @param {string} [queue] @param {string} [number] @param {string} [action] */
export function caseHref(queue = "", number = "", action = "") {
  const parts = [queue, number, action].filter(Boolean).map(encodeURIComponent);
  return parts.length ? `#/q/${parts.join("/")}` : "#/";
}

/** @param {(string | number)[]} path the section of administration and what follows */
export const adminHref = (...path) => ["#/admin", ...path.map(encodeURIComponent)].join("/");

/** @param {string} queue */
export const mapHref = (queue) => `#/map/${encodeURIComponent(queue)}`;

/**
 * @param {string} href
 * @param {{ replace?: boolean }} [how] `replace`: the present page leaves the history
 */
export function go(href, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, "", href);
    route.value = parse(href);
  } else {
    location.hash = href;
  }
}
