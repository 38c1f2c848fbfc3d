import { NoConnection, Problem } from "../../../shared/api.js";
import { locale } from "../../../shared/i18n.js";

/**
 * Send the bytes of a file.
 *
 * @param {string} path below /api/v1
 * @param {File} file
 * @returns {Promise<any>}
 * @throws {Problem} when the server refuses
 * @throws {NoConnection} when it cannot be reached
 */
export async function sendFile(path, file) {
  const headers = { "Accept-Language": locale.value, "Content-Type": "application/octet-stream" };
  const sent = fetch(`/api/v1${path}`, { method: "POST", headers, credentials: "same-origin", body: file });
  const response = await sent.catch(() => {
    throw new NoConnection();
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, answer);
  return answer;
}
