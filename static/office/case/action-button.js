import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { startWith } from "../forms/drafts.js";
import { caseHref, route } from "../router.js";
import { GRAVE } from "./arrange.js";
import { perform } from "./done.js";

/** @typedef {import("../types.js").CaseView} CaseView */

/** @type {Record<string, string>} */
const ICONS = {
  accept: "file-check", dispatch: "send", acknowledge: "clipboard-check", finish: "camera",
  check_pass: "circle-check", check_fail: "circle-x", request_info: "message-square", reject: "ban",
  merge: "git-merge", unmerge: "git-merge", transfer_intake: "share-2", reclassify: "boxes",
  add_note: "lock", assign_person: "user", publish: "eye", unpublish: "archive", redact: "pencil",
  recall_dispatch: "undo-2", recall_finish: "undo-2", reopen: "rotate-ccw",
  uphold_refusal: "thumbs-up", overrule_refusal: "circle-check",
  ask_verify: "footprints", verify_true: "circle-check", verify_false: "circle-x",
  correct_place: "map-pin", split: "copy", repair_now: "hammer", use_template: "message-square",
  add_co_handler: "hand-helping", co_done: "circle-check",
  request_return: "undo-2", approve_return: "share-2", refuse_return: "circle-x", settle: "users",
  whistle: "megaphone", whistle_ack: "clipboard-check", whistle_report_in: "log-in", whistle_measures: "camera",
  whistle_confirm: "circle-check", whistle_dispute: "circle-x", whistle_excuse: "minus",
  request_extension: "clock", approve_extension: "circle-check", refuse_extension: "circle-x",
  request_suspension: "circle-pause", approve_suspension: "circle-check", refuse_suspension: "circle-x",
  review_suspension: "search", resume: "rotate-ccw",
  mark_false_closure: "flag", late_appeal: "clock", decide_late_appeal: "clipboard-check",
  request_void: "trash-2", approve_void: "trash-2", refuse_void: "circle-x",
  request_force_close: "archive", approve_force_close: "archive", refuse_force_close: "circle-x",
  supervise: "siren", supervise_reply: "message-square",
};

/** @param {string} action */
export const iconOf = (action) => ICONS[action] ?? "chevron-right";

/**
 * One action: done at once when nothing is left to ask, else the way to its form. What is grave
 * always asks.
 *
 * @param {{ view: CaseView, action: string, look: string, start?: Record<string, unknown> }} props
 *   `start`: what is known already of its fields
 */
export function ActionButton({ view, action, look, start = {} }) {
  const open = (view.forms[action] ?? []).filter(({ name }) => !(name in start));
  const current = action === route.value.action ? "page" : undefined;
  const props = { class: `button ${look}`, "data-action": action, "aria-current": current };
  const words = html`<${Icon} name=${iconOf(action)} />${t(`action.${action}`)}`;
  const begin = () => Object.keys(start).length > 0 && startWith(`${view.number}:${action}`, start);
  return open.length || GRAVE.includes(action)
    ? html`<a ...${props} href=${caseHref(route.value.queue || "all", view.number, action)} onClick=${begin}>${words}</a>`
    : html`<button type="button" ...${props} onClick=${() => perform(action, start)}>${words}</button>`;
}
