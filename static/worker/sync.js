import { identifyWith, speakWith } from "../shared/api.js";
import { recall } from "../shared/outbox/database.js";
import { drain } from "../shared/outbox/drain.js";
import { alone } from "../shared/outbox/lock.js";
import { orders } from "../shared/outbox/orders.js";
import { reports } from "../shared/outbox/reports.js";
import { SYNC_TAG } from "../shared/outbox/tag.js";
import { wishes } from "../shared/outbox/wishes.js";
import { scope } from "./scope.js";

/** Background Sync: what waits is sent also when every page is closed, by the same code. */

let claimKey = "";
/** @returns {Record<string, string>} */
const headers = () => (claimKey ? { "X-Claim-Key": claimKey } : {});
identifyWith(headers);

const readClaimKey = async () => {
  claimKey = (await recall("keys", "ssp_claim_key")) ?? "";
};

/** The key that owns this device's reports; without it none can be sent. */
async function ready() {
  await readClaimKey();
  return () => claimKey !== "";
}

/** Also the device is somebody whom the city knows. */
async function readyForWishes() {
  await readClaimKey();
  return wishes.ready();
}

/** Each is answered in the language it was written in. @type {import("../shared/outbox/drain.js").Kind[]} */
const KINDS = [{ ...reports, ready }, { ...wishes, ready: readyForWishes }, orders].map((kind) => ({
  ...kind,
  send: (record) => {
    speakWith(() => record.locale);
    return kind.send(record);
  },
}));

const WATCHER = { onSending: () => {}, onProgress: () => {}, onChange: () => {} };

/** @throws when something is left: then the browser calls again, later */
async function send() {
  const done = await alone(() => drain(KINDS, WATCHER));
  if (!done) throw new Error("not all has been sent");
}

scope.addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(send());
});
