import { signal } from "../shared/html.js";
import { ENTRIES } from "./entries.js";

/**
 * Where the officer is. The hash holds it all, so that the phone's back key, a reload and a
 * copied address come back to the same case and form.
 *
 * @typedef {object} Route
 * @property {string} page one of entries.js
 * @property {string} queue empty: the first queue the person has
 * @property {string} number empty: no case is open
 * @property {string} action empty: no form is open
 * @property {string[]} path what follows the page, for pages without a queue
 * @property {Record<string, string>} query what follows the question mark
 */

/** @param {string} hash @returns {Route} */
export function parse(hash) {
  const [address, search = ""] = hash.replace(/^#\/?/, "").split("?");
  const query = Object.fromEntries(new URLSearchParams(search));
  const [head = "", ...rest] = address.split("/").map(decodeURIComponent);
  const [queue = "", number = "", action = ""] = rest;
  if (head === "q") return { page: "queue", queue, number, action, path: [], query };
  const page = ENTRIES.some((entry) => entry.page === head) ? head : "queue";
  if (page === "map") return { page, queue, number: "", action: "", path: [], query };
  return { page, queue: "", number: "", action: "", path: rest.filter(Boolean), query };
}

export const route = signal(parse(location.hash));

addEventListener("hashchange", () => {
  route.value = parse(location.hash);
});

/**
 * A queue, a case in it, or a form of the case. Filters and order of the list stay as they are
 * unless `query` says otherwise.
 *
 * @param {string} [queue]
 * @param {string} [number]
 * @param {string} [action]
 * @param {Record<string, string>} [query]
 */
export function caseHref(queue = "", number = "", action = "", query = kept()) {
  const parts = [queue, number, action].filter(Boolean).map(encodeURIComponent);
  const search = new URLSearchParams(query).toString();
  return (parts.length ? `#/q/${parts.join("/")}` : "#/") + (search && `?${search}`);
}

/** A list as somebody saved it. @param {Record<string, string>} query with its queue */
export const viewHref = ({ queue, ...query }) => caseHref(queue, "", "", query);

/** @param {(string | number)[]} path the section of administration and what follows */
export const adminHref = (...path) => pageHref("admin", ...path);

/** @param {string} page @param {(string | number)[]} path what follows it */
export const pageHref = (page, ...path) =>
  page === "queue" ? "#/" : [`#/${page}`, ...path.map(encodeURIComponent)].join("/");

/** The filters of the list and of the map: one goes over into the other with them. */
const kept = () => (["queue", "map"].includes(route.value.page) ? route.value.query : {});

/** @param {string} queue @param {Record<string, string>} [query] */
export function mapHref(queue, query = kept()) {
  const search = new URLSearchParams(query).toString();
  return `#/map/${encodeURIComponent(queue)}${search && `?${search}`}`;
}

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
