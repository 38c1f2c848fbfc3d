import { keep, recall } from "./database.js";

const NAME = "ssp_claim_key";
const BYTES = 32;

/** @type {string | null} */
let claimKey = null;

/** @returns {string | null} */
function readLocal() {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/** @param {string} key */
function writeLocal(key) {
  try {
    localStorage.setItem(NAME, key);
  } catch {
    // The database keeps it as well.
  }
}

/** @param {Uint8Array} bytes */
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/**
 * Find the key this device made before. Two places keep it: a browser may empty either.
 */
export async function loadClaimKey() {
  claimKey = readLocal() ?? (await recall("keys", NAME)) ?? null;
  if (claimKey) writeLocal(claimKey);
}

/** Make the key that owns this device's reports, unless there is one. */
export async function ensureClaimKey() {
  if (claimKey) return;
  claimKey = base64url(crypto.getRandomValues(new Uint8Array(BYTES)));
  writeLocal(claimKey);
  await keep("keys", NAME, claimKey);
}

/** The headers by which the server knows this device. @returns {Record<string, string>} */
export const claimHeaders = () => (claimKey ? { "X-Claim-Key": claimKey } : {});

/** Whether this device has sent or begun to send something. */
export const hasClaimKey = () => claimKey !== null;
