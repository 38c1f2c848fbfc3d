import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { pageHref } from "../router.js";
import { orders, ordersOf } from "./orders.js";

/** @param {{ list: import("./orders.js").Order[], words: string }} props */
const Strip = ({ list, words }) => html`
  <a class=${`note outbox-strip ${list.some(({ status }) => status === "refused") ? "danger" : "warning"}`} href=${pageHref("outbox")}>
    <${Icon} name="hourglass" /><span class="grow">${words}</span><${Icon} name="chevron-right" />
  </a>
`;

/** How much of this person's work is only on this device. */
export function OutboxStrip() {
  const list = orders.value;
  return list.length > 0 && html`<${Strip} list=${list} words=${t("outbox.count", { n: list.length })} />`;
}

/** What was done with a case, or found on a round, and is only on this device. @param {{ target: string }} props */
export function TargetStrip({ target }) {
  const list = ordersOf(target);
  return list.length > 0 && html`<${Strip} list=${list} words=${t("outbox.count_here", { n: list.length })} />`;
}
