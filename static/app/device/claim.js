import { keep, recall } from "../../shared/outbox/database.js";

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

/**
 * Two places keep the key: a browser may empty either, and the service worker reads only one.
 *
 * @param {string} key
 */
async function write(key) {
  try {
    localStorage.setItem(NAME, key);
  } catch {
    // The database keeps it as well.
  }
  await keep(["keys", NAME, key]);
}

/** @param {Uint8Array} bytes */
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/** Find the key this device made before. */
export async function loadClaimKey() {
  const kept = await recall("keys", NAME);
  claimKey = readLocal() ?? kept ?? null;
  if (claimKey && (claimKey !== kept || claimKey !== readLocal())) await write(claimKey);
}

/** Make the key that owns this device's reports, unless there is one. */
export async function ensureClaimKey() {
  if (!claimKey) await loadClaimKey(); // another page may have made one meanwhile
  if (claimKey) return;
  claimKey = base64url(crypto.getRandomValues(new Uint8Array(BYTES)));
  await write(claimKey);
}

/** The key, also one that another page has made meanwhile. */
const present = () => (claimKey ??= readLocal());

/** The headers by which the server knows this device. @returns {Record<string, string>} */
export const claimHeaders = () => {
  const key = present();
  return key ? { "X-Claim-Key": key } : {};
};

/** Whether this device has sent or begun to send something. */
export const hasClaimKey = () => present() !== null;
