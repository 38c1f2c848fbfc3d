import { kept, present } from "./caches.js";
import { scope } from "./scope.js";

/** @typedef {"resident" | "office"} Part */

/** The page of each app. @type {Record<string, Part>} */
const PART_OF = { "/": "resident", "/office": "office" };
const OFFLINE = "/offline";
const PATIENCE_MS = 4000;

/** Addresses of files that a page names itself, and of the words that come later in its language. @param {string} markup */
function filesIn(markup) {
  const language = /<html lang="([\w-]+)"/.exec(markup)?.[1];
  const later = new RegExp(`"${language}":"(/static/i18n/(?:office/)?later/[^"]+)"`).exec(markup);
  const named = [...markup.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)];
  return [...named, ...(later ? [later] : [])].map(([, url]) => url);
}

/** @param {Response} response */
const isPage = (response) => response.ok && !response.redirected;

/** Fetch a page and keep it. @param {string} path */
async function keepPage(path) {
  const response = await fetch(path, { credentials: "same-origin" });
  if (!isPage(response)) throw new Error(`${path}: HTTP ${response.status}`);
  await (await present()).put(path, response.clone());
  return response;
}

/** The markup of a page, kept before or now. @param {string} path */
async function markupOf(path) {
  const known = await (await present()).match(path);
  return (known ?? (await keepPage(path))).text();
}

/** Have a file in the cache of this release; an earlier release may have it already. @param {string} url */
async function keepFile(url) {
  const cache = await present();
  if (await cache.match(url)) return;
  const response = (await caches.match(url)) ?? (await fetch(url));
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  await cache.put(url, response);
}

/**
 * Keep everything of an app that it needs without a network; one file after the other, because
 * whoever has just opened the page is waiting for something else.
 *
 * @param {Part} part
 */
export async function keepPart(part) {
  const path = Object.keys(PART_OF).find((known) => PART_OF[known] === part) ?? "/";
  const pages = [await markupOf(path), await markupOf(OFFLINE)];
  for (const url of new Set([...pages.flatMap(filesIn), ...RELEASE.parts[part]])) await keepFile(url);
}

/** Keep the apps that are open or that the release before this had. */
export async function keepParts() {
  const open = (await scope.clients.matchAll({ includeUncontrolled: true, type: "window" }))
    .map(({ url }) => PART_OF[new URL(url).pathname])
    .filter(Boolean);
  /** @type {Set<Part>} */
  const parts = new Set(open);
  for (const [path, part] of Object.entries(PART_OF)) if (await caches.match(path)) parts.add(part);
  if (!parts.size) parts.add("resident");
  for (const part of parts) await keepPart(part);
}

/** Fetch again the pages that are kept: their language or size has changed. */
export async function keepPagesAnew() {
  const cache = await present();
  for (const path of [...Object.keys(PART_OF), OFFLINE]) if (await cache.match(path)) await keepPage(path);
}

/** @param {number} ms @returns {Promise<undefined>} */
const after = (ms) => new Promise((resolve) => setTimeout(() => resolve(undefined), ms));

/**
 * A page: from the network; when that fails, or lets us wait for long, as it was kept.
 *
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function page(event) {
  const { pathname, search } = new URL(event.request.url);
  const isApp = pathname in PART_OF;
  const old = isApp ? await kept(pathname) : undefined;
  const fresh = fetch(event.request);
  const keeping = fresh.then(async (response) => {
    const copy = isApp && !search && isPage(response) ? response.clone() : null;
    if (copy) await (await present()).put(pathname, copy);
  });
  event.waitUntil(keeping.catch(() => {}));
  try {
    return (await (old ? Promise.race([fresh, after(PATIENCE_MS)]) : fresh)) ?? /** @type {Response} */ (old);
  } catch {
    return old ?? (await kept(OFFLINE)) ?? Response.error();
  }
}

/** A file whose name carries its hash never changes. @param {Request} request */
export async function file(request) {
  const known = await kept(request.url);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await (await present()).put(request.url, response.clone());
  return response;
}
