import { signal } from "../../shared/html.js";
import { laterWords } from "../../shared/i18n.js";
import { finish, unsent } from "./records.js";

/** How much of each photo has gone, 0…1, by photo id. @type {import("@preact/signals").Signal<Record<string, number>>} */
export const progress = signal({});

/** The record that this page is sending just now. @type {import("@preact/signals").Signal<string | null>} */
export const sending = signal(null);

/** The report whose sending somebody watches: its receipt comes next. @type {import("@preact/signals").Signal<string | null>} */
export const awaited = signal(null);

const LOOK_AGAIN_MS = 5_000;

/** Whether something waits to be sent. */
export const waits = () => unsent().some(({ status }) => status === "waiting");

/** The code that sends, fetched when there is something to send. */
const sender = () => import("./sender.js");

/** Try to send what waits. */
export async function flush() {
  if (!waits()) return;
  try {
    await (await sender()).flush();
  } catch {
    setTimeout(flush, LOOK_AGAIN_MS);
  }
}

/** Have at hand, before the network goes, what sends and what shows that something waits. */
export const getReady = () =>
  Promise.all([sender(), import("../mine/page.js"), laterWords()]).catch(() => {});

/** Put a finished draft on its way. @param {string} id */
export async function submit(id) {
  sending.value = id; // from here on: who waits for the receipt is not sent away meanwhile
  try {
    await finish(id);
    await flush();
  } finally {
    if (sending.value === id) sending.value = null;
  }
  navigator.storage?.persist?.().catch(() => {});
}
