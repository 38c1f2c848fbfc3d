import { config } from "../../shared/config.js";
import { signal } from "../../shared/html.js";

/**
 * A small value kept on this device.
 *
 * @param {string} name
 * @returns {string | null}
 */
export function remembered(name) {
  try {
    return localStorage.getItem(`ssp_${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(`ssp_${name}`, value);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** The version of the privacy notice this person has seen and gone on from. */
const agreed = signal(remembered("consent"));

/** Whether the present privacy notice was shown before. */
export const hasAgreed = () => agreed.value === config.consent.version;

/** Note that the person went on with the present notice before their eyes. */
export function agree() {
  if (hasAgreed()) return;
  agreed.value = config.consent.version;
  remember("consent", config.consent.version);
}
