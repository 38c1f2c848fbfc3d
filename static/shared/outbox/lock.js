import { newId } from "../ids.js";
import { revise } from "./database.js";

/**
 * One sender at a time among all pages and the service worker of this device: by a Web Lock, or
 * where there is none by a lease in the database. The server's idempotency is the real guard.
 */

const NAME = "suishoupai-outbox";
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

const myself = newId();

/** @typedef {{ holder: string, until: number }} Lease */

/**
 * @param {number} until when the lease ends; in the past: give it back
 * @returns {Promise<boolean>} whether this page holds it
 */
async function lease(until) {
  const now = Date.now();
  /** @param {Lease | undefined} kept */
  const next = (kept) => (kept && kept.holder !== myself && kept.until > now ? undefined : { holder: myself, until });
  const held = await revise("keys", NAME, next);
  return held?.holder === myself;
}

/** @template T @param {() => Promise<T>} work @returns {Promise<T | null>} */
async function underLease(work) {
  if (!(await lease(Date.now() + LEASE_MS))) return null;
  const renewing = setInterval(() => lease(Date.now() + LEASE_MS), RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    await lease(0);
  }
}

/**
 * Do something that only one page at a time may do.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | null>} `null`: another page is at it
 */
export const alone = (work) =>
  navigator.locks ? navigator.locks.request(NAME, work) : underLease(work);
