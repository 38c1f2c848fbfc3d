import { t } from "../i18n.js";

/** @typedef {import("./types.js").Fault} Fault */

/** Faults that we explain better than the server can. */
const OWN_WORDS = ["photos_lost", "report_id_conflict", "unexpected"];

/** Whether it would go if somebody signed in. @param {Fault | null} fault */
export const needsSignIn = (fault) => fault?.status === 401;

/**
 * Why something was not taken, in a sentence a person can act on.
 *
 * @param {Fault} fault
 * @returns {string}
 */
export function faultWords({ code, status, words }) {
  if (OWN_WORDS.includes(code)) return t(`fault.${code}`);
  if (status === 401) return t("fault.sign_in");
  if (status === 413) return words || t("fault.too_large");
  if (status === 429) return t("fault.busy");
  if (status >= 500) return t("fault.server");
  return words || t("fault.foreign", { status });
}
