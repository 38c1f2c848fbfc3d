const BASE = "/api/v1";

/** A refusal of the server, as problem+json names it. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {{ code?: string, detail?: string, errors?: Record<string, string[]> } & Record<string, unknown>} body
   * @param {number | null} [retryAfter] seconds
   */
  constructor(status, body, retryAfter = null) {
    super(body.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "unknown";
    /** Sentences for each field. @type {Record<string, string[]>} */
    this.errors = body.errors ?? {};
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

/** A connection that carries nothing for so long is cut: some phones keep dead ones for ever. */
const STALLED_MS = 60_000;

/** The request did not reach the server, or its answer did not come back. */
export class NoConnection extends Error {}

/**
 * @typedef {{ query?: Record<string, string | number | null | undefined>, body?: unknown,
 *   bytes?: ArrayBuffer, headers?: Record<string, string>, signal?: AbortSignal }} Options
 *   `bytes` go as they are, `body` as JSON
 * @typedef {{ data: any, status: number, etag: string | null }} Answer
 */

/** @type {() => Record<string, string>} */
let identify = () => ({});

/**
 * Say which headers tell the server who this device is.
 *
 * @param {() => Record<string, string>} headers
 */
export function identifyWith(headers) {
  identify = headers;
}

/** @type {() => string} */
let language = () => "zh-CN";

/**
 * Say in which language the server is to answer.
 *
 * @param {() => string} locale
 */
export function speakWith(locale) {
  language = locale;
}

/** @type {(path: string, at: string | null) => void} */
let noteSeen = () => {};

/**
 * Say who wants to know of each answer whether it was kept for the hours without a network: then
 * `at` is when it was seen.
 *
 * @param {(path: string, at: string | null) => void} note
 */
export function noteSeenWith(note) {
  noteSeen = note;
}

/** @type {(problem: Problem) => void} */
let noteRefused = () => {};

/** Say who wants to know of each refusal, before whoever asked learns of it. @param {typeof noteRefused} note */
export function noteRefusedWith(note) {
  noteRefused = note;
}

/**
 * @param {string} path
 * @param {Options["query"]} [query]
 */
function addressOf(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return BASE + path + (text && `?${text}`);
}

/** @returns {Record<string, string>} */
const commonHeaders = () => ({
  Accept: "application/json",
  "Accept-Language": language(),
  ...identify(),
});

/**
 * How long the server asks to wait.
 *
 * @param {string | null} retryAfter seconds, or a date as HTTP writes it
 * @returns {number | null} seconds
 */
function secondsOf(retryAfter) {
  if (!retryAfter) return null;
  const seconds = Number(retryAfter);
  const until = Date.parse(retryAfter);
  if (seconds >= 0) return seconds;
  return Number.isNaN(until) ? null : Math.max(0, (until - Date.now()) / 1000);
}

/** What a refusal says, if it is one of ours. @param {string} text */
function bodyOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * @param {number} status
 * @param {string} text
 * @param {string | null} retryAfter
 */
function problemOf(status, text, retryAfter) {
  const problem = new Problem(status, bodyOf(text), secondsOf(retryAfter));
  noteRefused(problem);
  return problem;
}

/**
 * @param {string} text
 * @throws {NoConnection} for what is not of our server, such as the sign-in page of a hotel
 */
function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    throw new NoConnection();
  }
}

/**
 * Call the API.
 *
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {Options} [options]
 * @returns {Promise<Answer>}
 * @throws {Problem} when the server refuses
 * @throws {NoConnection} when it cannot be reached
 */
export async function call(method, path, options = {}) {
  const headers = { ...commonHeaders(), ...options.headers };
  /** @type {RequestInit} */
  const request = { method, headers, credentials: "same-origin", signal: options.signal };
  if (options.bytes) {
    request.body = options.bytes;
  } else if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(options.body);
  }
  const cut = new AbortController();
  if (!options.bytes) request.signal ??= cut.signal; // a worker cannot tell how far bytes have gone
  const stalled = setTimeout(() => cut.abort(), STALLED_MS);
  let response;
  let text;
  try {
    response = await fetch(addressOf(path, options.query), request);
    text = await response.text();
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new NoConnection();
  } finally {
    clearTimeout(stalled);
  }
  noteSeen(path, response.headers.get("SSP-Seen"));
  if (!response.ok) throw problemOf(response.status, text, response.headers.get("Retry-After"));
  return {
    data: parsed(text),
    status: response.status,
    etag: response.headers.get("ETag"),
  };
}

/**
 * @param {string} path
 * @param {Options["query"]} [query]
 * @param {AbortSignal} [signal]
 */
export const get = async (path, query, signal) => (await call("GET", path, { query, signal })).data;

/**
 * @param {string} path
 * @param {unknown} [body]
 */
export const post = async (path, body = {}) => (await call("POST", path, { body })).data;

/**
 * @param {string} path
 * @param {unknown} [body]
 */
export const put = async (path, body) => (await call("PUT", path, { body })).data;

/** @param {string} path */
export const remove = async (path) => (await call("DELETE", path)).data;

/**
 * Perform an action on a case: refused as stale when `version` is no longer the newest.
 *
 * @param {string} casePath `/cases/{number}` or `/follow/{number}`
 * @param {string} action
 * @param {Record<string, unknown>} fields
 * @param {{ version: number, key: string, headers?: Record<string, string> }} guard `key` names
 *   this intention: a retry with the same key has one effect
 * @returns {Promise<any>} the fresh case
 */
export async function act(casePath, action, fields, { version, key, headers }) {
  const answer = await call("POST", `${casePath}/actions/${action}`, {
    body: fields,
    headers: { "If-Match": `"${version}"`, "Idempotency-Key": key, ...headers },
  });
  return answer.data;
}

/**
 * Send bytes with progress, which `fetch` cannot tell; a service worker has nothing else.
 *
 * @param {string} path
 * @param {ArrayBuffer} bytes
 * @param {{ type: string, onProgress?: (share: number) => void }} options `onProgress` gets 0…1
 * @returns {Promise<unknown>}
 * @throws {Problem} as `call`
 * @throws {NoConnection}
 */
export function putBytes(path, bytes, { type, onProgress }) {
  const own = { "Content-Type": type };
  if (typeof XMLHttpRequest === "undefined") return call("PUT", path, { bytes, headers: own });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", addressOf(path));
    for (const [name, value] of Object.entries({ ...commonHeaders(), ...own })) request.setRequestHeader(name, value);
    let stalled = setTimeout(() => request.abort(), STALLED_MS);
    request.upload.onprogress = (event) => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_MS);
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onloadend = () => clearTimeout(stalled);
    request.onerror = request.onabort = () => reject(new NoConnection());
    request.onload = () => {
      const { status, responseText } = request;
      if (status >= 300) reject(problemOf(status, responseText, request.getResponseHeader("Retry-After")));
      else {
        try {
          resolve(parsed(responseText));
        } catch (error) {
          reject(error);
        }
      }
    };
    request.send(bytes);
  });
}
