import { effect } from "../../shared/html.js";
import { laterWords, t } from "../../shared/i18n.js";
import { makeCarrier } from "../../shared/outbox/carry.js";
import { reports } from "../../shared/outbox/reports.js";
import { makeSender, onEveryOccasion } from "../../shared/outbox/sender.js";
import { sweep } from "../../shared/outbox/sweep.js";
import { mayGo, wishes } from "../../shared/outbox/wishes.js";
import { loadMe, me } from "../../shared/session.js";
import { toast } from "../../shared/ui/toast.js";
import { ensureClaimKey } from "../device/claim.js";
import { reread } from "./records.js";
import { awaited, progress, sending, waits } from "./send.js";
import { finishWish, keptWish, loadWishes, takeBack, watchWishes } from "./wishes.js";

/** What carries reports and answers to the city, as long as this page is open. */

async function ready() {
  await ensureClaimKey();
  return () => true;
}

/** What was answered earlier has gone. */
const sayGone = () => laterWords().then(() => toast(t("outbox.gone")), () => {});

const readyForWishes = async () => mayGo(await loadMe());

const send = makeSender(
  [{ ...reports, ready }, { ...wishes, ready: readyForWishes }],
  {
    onSending: (id) => {
      sending.value = id;
      progress.value = {};
    },
    onProgress: (photo, share) => {
      progress.value = { ...progress.value, [photo]: share };
    },
    onChange: ({ store, id }) => (store === "reports" ? reread(id) : loadWishes()),
    onSent: (id, answer) => {
      if (!carrier.conclude(id, { answer }) && id !== awaited.value) sayGone();
    },
    onFailed: (id, error) => void carrier.conclude(id, { error }),
  },
  waits,
);

/** Try now; done when the attempt has ended. */
export async function flush() {
  if (waits()) await send();
}

const carrier = makeCarrier({ flush, keptAs: keptWish, takeBack });

/**
 * Keep what a form says, then send it.
 *
 * @param {import("./wishes.js").Wish} draft
 * @param {import("../../shared/types.js").FollowedCase} view the case as it is on the screen
 * @returns {Promise<any>} the fresh case; `null` when another page has sent it
 * @throws {import("../../shared/outbox/carry.js").KeptForLater} when it waits for the network
 * @throws {import("../../shared/api.js").Problem} when the city refuses
 */
export const carryWish = ({ id }, view) => carrier.carry(id, () => finishWish(id, view));

watchWishes().then(flush).then(sweep);
onEveryOccasion(flush);

let known = me.value?.kind;
effect(() => {
  const kind = me.value?.kind;
  if (kind !== known) flush(); // somebody has signed in: what waited for that can go
  known = kind;
});
