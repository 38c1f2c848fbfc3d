import { SEEN } from "./caches.js";

/**
 * What somebody saw last, for the hours without a network. Each answer carries the time it was
 * seen in a header; photos are never kept, and nothing outlives a change of person.
 */
const HEADER = "SSP-Seen";
const OWNER = "/owner";
const ME = "/api/v1/me";
const MOST = 80;
const PATIENCE_MS = 6000;

/** Read again on every visit, for one's own eyes: reports, cases, queues. */
const KEPT = /^\/api\/v1\/(me|my\/reports|my\/watched|notices|follow\/[^/]+|queues|cases|cases\/[^/]+|areas|tiles)$/;
/** Somebody arrives or leaves. */
const CHANGE_OF_PERSON = /^\/api\/v1\/(sessions(\/.*)?|otp\/[^/]+)$/;
/** What makes an address another one each time, without asking for something else. */
const PASSING = ["since"];
/** Of a moment, or the middle of a list: of no use later. */
const UNKEPT = ["cursor", "lat", "lon"];

let era = 0;

/** Forget all that was seen, and what is under way. */
export async function forget() {
  era += 1;
  await caches.delete(SEEN);
}

/** @param {URL} url */
export const isKept = (url) =>
  KEPT.test(url.pathname) && !UNKEPT.some((name) => url.searchParams.has(name));

/** @param {URL} url */
export const changesPerson = (url) => CHANGE_OF_PERSON.test(url.pathname);

/** @param {URL} url */
function keyOf(url) {
  const key = new URL(url.href);
  for (const name of PASSING) key.searchParams.delete(name);
  return key.href;
}

/** Forget what another person saw. @param {Response} answer of `/me` @returns {Promise<number>} the era that begins */
async function meet(answer) {
  const { kind, account, name, phone } = await answer.json();
  const owner = JSON.stringify([kind, account, name, phone]);
  const cache = await caches.open(SEEN);
  const last = await (await cache.match(OWNER))?.text();
  if (last !== undefined && last !== owner) await forget();
  await (await caches.open(SEEN)).put(OWNER, new Response(owner));
  return era;
}

/** @param {string} key @param {Response} response @param {number} mine the era it was asked in */
async function keep(key, response, mine) {
  const headers = new Headers({ "Content-Type": response.headers.get("Content-Type") ?? "" });
  headers.set(HEADER, new Date().toISOString());
  const body = await response.blob();
  if (mine !== era) return;
  const cache = await caches.open(SEEN);
  await cache.put(key, new Response(body, { headers }));
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
  if (mine !== era) await caches.delete(SEEN);
}

/** @param {URL} url @param {Response} response @param {number} mine the era it was asked in */
async function note(url, response, mine) {
  const key = keyOf(url);
  const cache = await caches.open(SEEN);
  if (!response.ok && response.status !== 304) {
    if (response.status < 500) await cache.delete(key);
    return;
  }
  if (response.status === 304) {
    const same = await cache.match(key);
    if (same) await keep(key, same, mine);
    return;
  }
  if (url.pathname !== ME) await keep(key, response, mine);
  else if (mine === era) await keep(key, response, await meet(response.clone()));
}

/**
 * An answer of the API: from the network; when that fails, or lets us wait for long, as it was
 * last seen.
 *
 * @param {FetchEvent} event
 * @param {URL} url
 * @returns {Promise<Response>}
 */
export async function answer(event, url) {
  const mine = era;
  const fresh = fetch(event.request);
  event.waitUntil(fresh.then((response) => note(url, response.clone(), mine)).catch(() => {}));
  const last = await (await caches.open(SEEN)).match(keyOf(url));
  if (!last) return fresh;
  const patience = new Promise((resolve) => setTimeout(() => resolve(last), PATIENCE_MS));
  return Promise.race([fresh, patience]).catch(() => last);
}

/** Let somebody in or out, and forget what the person before has seen. @param {Request} request */
export async function changePerson(request) {
  await forget();
  try {
    return await fetch(request);
  } finally {
    await forget();
  }
}

/** Signed addresses of photos, which are never kept. @param {URL} url */
export const isPhoto = (url) => url.pathname.startsWith("/photos/");

const BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><path fill="#8883" d="M0 0h4v3H0z"/></svg>';

const BLANK_HEADERS = { "Content-Type": "image/svg+xml", "Cache-Control": "no-store" };

/** A photo, or a grey shape in its place (install/photos.js). @param {Request} request */
export const photo = (request) => fetch(request).catch(() => new Response(BLANK, { headers: BLANK_HEADERS }));
