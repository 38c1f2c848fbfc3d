import { get, post } from "../../shared/api.js";
import { signal } from "../../shared/html.js";
import { newest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";
import { MY_TURN } from "../queue/store.js";

/**
 * @typedef {import("../types.js").CaseItem} CaseItem
 * @typedef {{ id: number, note: string, made_at: string, by: string, mine: boolean,
 *   taken_at: string | null, taken_by: string | null, items: { case: CaseItem, remark: string }[] }} Handover
 * @typedef {{ since: string, new: number | null, changed: number | null }} News
 */

const DUE_NEXT = 5;

/** What waits for this person, soonest due first. @type {import("@preact/signals").Signal<CaseItem[] | null>} */
export const waiting = signal(null);
/** @type {import("@preact/signals").Signal<News | null>} */
export const news = signal(null);
/** The latest first. @type {import("@preact/signals").Signal<Handover[] | null>} */
export const handovers = signal(null);
export const trouble = signal("");

const ask = newest();

/** Fetch what a shift begins with. */
export async function loadShift() {
  const isNewest = ask();
  trouble.value = "";
  try {
    const told = await post(`/queues/${MY_TURN}/visits`);
    const [list, left] = await Promise.all([
      get("/cases", { queue: MY_TURN, limit: DUE_NEXT, since: told.since }),
      get("/handovers"),
    ]);
    if (!isNewest()) return;
    news.value = told;
    waiting.value = list.items;
    handovers.value = left.items;
  } catch (error) {
    if (isNewest()) trouble.value = sentenceOf(error);
  }
}

/** @param {Promise<{ items: Handover[] }>} answer */
async function show(answer) {
  const isNewest = ask();
  const { items } = await answer;
  if (isNewest()) handovers.value = items;
}

/** @param {Promise<{ items: Handover[] }>} answer */
async function showOrSay(answer) {
  trouble.value = "";
  try {
    await show(answer);
  } catch (error) {
    trouble.value = sentenceOf(error);
  }
}

/** Fetch the hand-overs of the office. */
export const loadHandovers = () => showOrSay(get("/handovers"));

/** Take over what a colleague left. @param {number} id */
export const takeOver = (id) => showOrSay(post(`/handovers/${id}/take`));

/**
 * Leave something to the next shift.
 *
 * @param {string} note
 * @param {{ number: string, remark: string }[]} items
 * @returns {Promise<void>} throws as the server refuses it
 */
export const handOver = (note, items) => show(post("/handovers", { note, items }));

/** What is left to this person and not taken over by anybody. */
export const leftToMe = () => (handovers.value ?? []).filter(({ mine, taken_at }) => !mine && !taken_at);
