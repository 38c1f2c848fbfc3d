import { get, post, put } from "../../shared/api.js";
import { signal } from "../../shared/html.js";
import { sentenceOf } from "../../shared/problems.js";

/**
 * @typedef {import("../types.js").Named} Named
 * @typedef {"morning" | "supervision"} Kind
 *
 * @typedef {{ number: string, state: string, tile: string, category: Named | null,
 *   address: string, found_at: string, due_at: string | null, overdue: boolean,
 *   thumb_url: string | null }} FoundCase
 *
 * @typedef {{ id: string, kind: Kind, leader: { id: number, name: string }, route: string,
 *   area: Named | null, started_at: string, ended_at: string | null, off_window: boolean,
 *   issues: number }} RoundItem
 * @typedef {RoundItem & { cases: FoundCase[] }} Round
 */

/** The round being walked; `undefined` until the server has said so. @type {import("@preact/signals").Signal<Round | null | undefined>} */
export const current = signal(undefined);
/** The round that was ended just now. @type {import("@preact/signals").Signal<Round | null>} */
export const ended = signal(null);
/** When a morning check must begin, local time: `["05:30", "09:00"]`. @type {import("@preact/signals").Signal<string[]>} */
export const hours = signal([]);
export const trouble = signal("");

/** Find the round to go on with, also after the phone was off. */
export async function loadCurrent() {
  try {
    const answer = await get("/patrols/current");
    hours.value = answer.window;
    current.value = answer.round;
    trouble.value = "";
  } catch (error) {
    trouble.value = sentenceOf(error);
  }
}

/** @param {{ id: string, kind: Kind, route: string }} round */
export async function beginRound(round) {
  current.value = await post("/patrols", round);
  ended.value = null;
}

/** End the round and keep it on the screen. @param {string} id */
export async function endRound(id) {
  ended.value = await put(`/patrols/${id}/end`);
  current.value = null;
}
