import { t } from "../../shared/i18n.js";
import { newId } from "../../shared/ids.js";
import { toast } from "../../shared/ui/toast.js";
import { readDraft, startWith } from "../forms/drafts.js";
import { caseHref, go, pageHref } from "../router.js";
import { dropOrder } from "./orders.js";

/** @typedef {import("./orders.js").Order} Order */

/**
 * Open the form again as it was filled in. The order stays until the form is sent: a new one takes
 * its place.
 *
 * @param {Order} order
 */
export async function mend(order) {
  const { action, kind, target, values } = order;
  if (kind === "action") {
    startWith(`${target}:${action}`, values);
    go(caseHref("all", target, action));
    return;
  }
  const draft = `new:${action}`;
  const begun = /** @type {unknown[] | undefined} */ (readDraft(draft).photos)?.length;
  if (begun) toast(t("outbox.finish_first"));
  else {
    startWith(draft, { ...values, id: newId() });
    await dropOrder(order.id);
  }
  go(pageHref("patrol", "walk"));
}
