import { hexOf } from "../ids.js";

/**
 * The SHA-256 of some bytes as lower case hexadecimal. `crypto.subtle` exists only on secure
 * origins; a phone that opens the demo over plain HTTP computes it here instead.
 *
 * @param {ArrayBuffer} bytes
 * @returns {Promise<string>}
 */
export async function sha256(bytes) {
  if (crypto.subtle) return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  const { digest } = await import("./sha256-plain.js");
  return hexOf(digest(new Uint8Array(bytes)));
}
