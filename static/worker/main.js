import { prune } from "./caches.js";
import { scope } from "./scope.js";
import { answer, changePerson, changesPerson, isKept, isPhoto, photo } from "./seen.js";
import "./push.js";
import { share } from "./share.js";
import "./sync.js";
import { file, keepPagesAnew, keepPart, keepParts, page } from "./shell.js";

/**
 * What the worker answers itself; everything else goes its way untouched.
 *
 * @param {FetchEvent} event
 * @returns {Promise<Response> | undefined}
 */
function answerTo(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== scope.location.origin) return undefined;
  if (request.method === "POST" && url.pathname === "/share") return share(request);
  if (request.method !== "GET") return changesPerson(url) ? changePerson(request) : undefined;
  if (request.mode === "navigate") return page(event);
  if (url.pathname.startsWith("/static/")) return file(request);
  if (isPhoto(url)) return photo(request);
  return isKept(url) ? answer(event, url) : undefined;
}

scope.addEventListener("install", (event) => event.waitUntil(keepParts()));
scope.addEventListener("activate", (event) => event.waitUntil(prune().then(() => scope.clients.claim())));

scope.addEventListener("fetch", (event) => {
  const answered = answerTo(event);
  if (answered) event.respondWith(answered);
});

/**
 * What pages tell the worker.
 *
 * @type {Record<string, (event: ExtendableMessageEvent) => unknown>}
 */
const MESSAGES = {
  /** An app is in use: have it ready without a network. */
  use: ({ data }) => keepPart(data.part),
  /** Language or size of the text has changed. */
  "look-changed": keepPagesAnew,
  /** Somebody wants the new release now. */
  "take-over": () => scope.skipWaiting(),
  /** Whether this release has a file: then the page that asks is not an old one. */
  "has-file": ({ data, ports }) => {
    const { pathname } = new URL(data.url);
    ports[0].postMessage(Object.values(RELEASE.parts).some((files) => files.includes(pathname)));
  },
};

scope.addEventListener("message", (event) => {
  const done = MESSAGES[event.data.type]?.(event);
  if (done instanceof Promise) event.waitUntil(done.catch(() => {}));
});
