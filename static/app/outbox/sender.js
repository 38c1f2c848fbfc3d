import { effect } from "../../shared/html.js";
import { reports } from "../../shared/outbox/reports.js";
import { makeSender, onEveryOccasion } from "../../shared/outbox/sender.js";
import { me } from "../../shared/session.js";
import { ensureClaimKey } from "../device/claim.js";
import { reread } from "./records.js";
import { progress, sending, waits } from "./send.js";

/** What carries reports to the city, as long as this page is open. */

async function ready() {
  await ensureClaimKey();
  return () => true;
}

const send = makeSender(
  [{ ...reports, ready }],
  {
    onSending: (id) => {
      sending.value = id;
      progress.value = {};
    },
    onProgress: (photo, share) => {
      progress.value = { ...progress.value, [photo]: share };
    },
    onChange: ({ id }) => reread(id),
  },
  waits,
);

/** Try now; done when the attempt has ended. */
export async function flush() {
  if (waits()) await send();
}

onEveryOccasion(flush);

let known = me.value?.kind;
effect(() => {
  const kind = me.value?.kind;
  if (kind !== known) flush(); // somebody has signed in: what waited for that can go
  known = kind;
});
