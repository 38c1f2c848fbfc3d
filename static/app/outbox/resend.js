import { t } from "../../shared/i18n.js";
import { notBefore } from "../../shared/outbox/drain.js";
import { faultWords } from "../../shared/outbox/fault-words.js";
import { toast } from "../../shared/ui/toast.js";
import { unsent } from "./records.js";
import { flush } from "./send.js";

/**
 * Try again at once, and say so when there is nothing to see of it: without a network, or as long as
 * the city asks to wait.
 *
 * @param {string} id
 */
export async function resend(id) {
  const mustWait = (await notBefore()) > Date.now();
  await flush();
  const left = unsent().find((one) => one.id === id && one.status === "waiting");
  if (left && (mustWait || !left.fault)) toast(left.fault ? faultWords(left.fault) : t("error.no_connection"));
}
