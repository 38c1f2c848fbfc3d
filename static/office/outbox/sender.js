import { Problem } from "../../shared/api.js";
import { computed, signal } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { makeCarrier } from "../../shared/outbox/carry.js";
import { orders as kind } from "../../shared/outbox/orders.js";
import { makeSender, onEveryOccasion } from "../../shared/outbox/sender.js";
import { sweep } from "../../shared/outbox/sweep.js";
import { me } from "../../shared/session.js";
import { toast } from "../../shared/ui/toast.js";
import { openCase, view } from "../case/store.js";
import { askWhoIAm, lapsed } from "../lapse.js";
import { loadQueues, refresh } from "../queue/store.js";
import { dropOrder, keepOrder, loadOrders, orderOf, waits } from "./orders.js";

/** @typedef {import("./orders.js").Order} Order */

/** The order that is being sent just now. @type {import("@preact/signals").Signal<string | null>} */
export const sending = signal(null);

/** How much of each photo has gone, 0…1, by photo id. @type {import("@preact/signals").Signal<Record<string, number>>} */
export const progress = signal({});

/** Only what the person has done who is signed in now, here or in another tab. */
async function ready() {
  const who = await askWhoIAm();
  return (/** @type {Order} */ { by }) => by === who.account;
}

const carrier = makeCarrier({ flush, keptAs: orderOf, takeBack: dropOrder });

/** @param {string} id @param {import("../../shared/outbox/carry.js").Outcome} outcome */
function conclude(id, outcome) {
  if (carrier.conclude(id, outcome)) return;
  if (!outcome.error) lookAgain(t("outbox.gone"));
  else if (outcome.error instanceof Problem && [409, 412].includes(outcome.error.status)) lookAgain(t("outbox.came_back"));
}

/** @param {string} words */
function lookAgain(words) {
  toast(words);
  loadQueues().catch(() => {});
  refresh();
  if (view.value) openCase(view.value.number);
}

const send = makeSender(
  [{ ...kind, ready }],
  {
    onSending: (id) => {
      sending.value = id;
      progress.value = {};
    },
    onProgress: (photo, share) => {
      progress.value = { ...progress.value, [photo]: share };
    },
    onChange: () => loadOrders(),
    onSent: (id, answer) => conclude(id, { answer }),
    onFailed: (id, error) => conclude(id, { error }),
  },
  waits,
);

/** Try to send what waits. */
export async function flush() {
  if (waits()) await send();
}

sweep();
onEveryOccasion(flush);

/** Whose orders may go: what waited for a sign-in goes with it, and no later news starts anything. */
const present = computed(() => (lapsed.value ? "" : me.value?.account ?? ""));
present.subscribe((account) => {
  if (account) flush();
});

/**
 * Keep an order, then send it.
 *
 * @param {Order} order
 * @returns {Promise<any>} what the city answers; `null` when another page has sent it
 * @throws {import("../../shared/outbox/carry.js").KeptForLater} when it waits for the network
 * @throws {Problem} when the city refuses: it is for the open form to mend then
 */
export const carry = (order) => carrier.carry(order.id, () => keepOrder(order));
