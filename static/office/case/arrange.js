import { columns } from "../layout.js";

/** @typedef {import("../types.js").CaseView} CaseView */

/** The step that brings a case forward, most telling first; shown as the strong button. */
const FORWARD = [
  "supervise_reply", "approve_return", "approve_extension", "approve_suspension", "decide_late_appeal",
  "whistle_ack", "whistle_report_in", "whistle_measures", "co_done", "verify_true",
  "accept", "dispatch", "acknowledge", "finish", "check_pass", "repair_now", "resume", "publish",
];
/** Beside it while there is room. */
const SECOND = [
  "refuse_return", "refuse_extension", "refuse_suspension", "verify_false",
  "finish", "check_fail", "request_info", "uphold_refusal", "overrule_refusal", "recall_dispatch", "recall_finish",
  "review_suspension", "whistle_confirm", "whistle_dispute",
];

/** What ends a case or accuses somebody: never done by one tap, and apart from all else. */
export const GRAVE = [
  "approve_void", "request_void", "approve_force_close", "request_force_close", "mark_false_closure",
];

/** Which actions stand together behind "more", in the order of the lifecycle. @type {[string, string[]][]} */
const GROUPS = [
  ["intake", [
    "accept", "ask_verify", "verify_true", "verify_false", "request_info", "reject", "transfer_intake", "reclassify",
    "correct_place", "split", "merge", "unmerge",
  ]],
  ["return", ["request_return", "approve_return", "refuse_return", "settle"]],
  ["whistle", [
    "whistle", "whistle_ack", "whistle_report_in", "whistle_measures", "whistle_confirm", "whistle_dispute", "whistle_excuse",
  ]],
  ["time", [
    "request_extension", "approve_extension", "refuse_extension", "request_suspension", "approve_suspension",
    "refuse_suspension", "review_suspension", "resume", "late_appeal", "decide_late_appeal",
  ]],
  ["supervision", ["supervise", "supervise_reply"]],
  ["closing", [
    "check_pass", "check_fail", "uphold_refusal", "overrule_refusal", "reopen", "refuse_void", "refuse_force_close",
  ]],
  ["public", ["publish", "unpublish", "redact"]],
  ["grave", GRAVE],
];
/** Where whatever has no group of its own stands. */
const WORK = "work";
const ORDER = ["intake", WORK, "return", "whistle", "time", "supervision", "closing", "public", "grave"];

/** @param {string} action */
const groupOf = (action) => GROUPS.find(([, actions]) => actions.includes(action))?.[0] ?? WORK;

/**
 * Actions by group.
 *
 * @param {string[]} actions
 * @returns {[string, string[]][]} only groups that have some
 */
export const grouped = (actions) =>
  ORDER.map((group) => /** @type {[string, string[]]} */ ([group, actions.filter((action) => groupOf(action) === group)]))
    .filter(([, members]) => members.length > 0);

/**
 * Which action is the strong button, which stand beside it, and which wait behind "more".
 *
 * @param {CaseView} view
 * @returns {{ main: string, second: string[], rest: string[] }}
 */
export function arrange({ allowed_actions: actions, photos }) {
  const verdict = actions.includes("uphold_refusal"); // both stand side by side, and nothing before them
  const isDue = (/** @type {string} */ action) => action !== "publish" || (!verdict && photos.some((photo) => !photo.public));
  const main = FORWARD.find((action) => actions.includes(action) && isDue(action)) ?? "";
  const beside = columns.value > 1 || !main ? (main ? 1 : 2) : 0;
  const second = SECOND.filter((action) => action !== main && actions.includes(action)).slice(0, beside);
  const rest = actions.filter((action) => action !== main && !second.includes(action));
  return { main, second, rest };
}
