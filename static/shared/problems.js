import { NoConnection, Problem } from "./api.js";
import { t } from "./i18n.js";

/**
 * A sentence a person can act on, for anything that went wrong.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function sentenceOf(error) {
  if (error instanceof NoConnection) return t("error.no_connection");
  if (error instanceof Problem) {
    if (error.code === "stale_version") return t("error.stale");
    if (error.status >= 500) return t("error.server");
    return error.message;
  }
  return t("error.unexpected");
}
