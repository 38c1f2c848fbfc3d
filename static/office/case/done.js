import { html, signal } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";
import { loadQueues, neighbourOf, refresh } from "../queue/store.js";
import { caseHref, go, route } from "../router.js";
import { intention, isWhole } from "./store.js";

/** @typedef {import("../types.js").CaseView} CaseView */

/** What usually follows at once, when the same person may do it. @type {Record<string, string>} */
const FOLLOWS = { accept: "dispatch" };
/** How an action is taken back. @type {Record<string, string>} */
const UNDO = { dispatch: "recall_dispatch", finish: "recall_finish" };

/**
 * The latest thing done, and which case of the queue comes next.
 *
 * @type {import("@preact/signals").Signal<{ number: string, action: string, next: string } | null>}
 */
const latest = signal(null);

/**
 * Say that an action is done, and go on: to the step that follows, or back to the case.
 *
 * @param {string} action
 * @param {CaseView} fresh
 */
export function afterwards(action, fresh) {
  latest.value = { number: fresh.number, action, next: neighbourOf(fresh.number) };
  loadQueues().catch(() => {});
  refresh();
  if (!isWhole(fresh)) {
    toast(t("office.done", { action: t(`action.${action}`) }));
    go(caseHref(route.value.queue), { replace: true });
    return;
  }
  const follows = fresh.allowed_actions.includes(FOLLOWS[action]) ? FOLLOWS[action] : "";
  go(caseHref(route.value.queue || "all", fresh.number, follows), { replace: true });
}

/**
 * Take an action that asks for nothing.
 *
 * @param {string} action
 */
export async function perform(action) {
  try {
    afterwards(action, await intention(action)({}));
  } catch (error) {
    toast(sentenceOf(error));
  }
}

/**
 * A strip over the case: what was just done, a way back, and the way to the next one.
 *
 * @param {{ view: CaseView }} props
 */
export function DoneStrip({ view }) {
  const done = latest.value;
  if (!done || done.number !== view.number) return null;
  const undo = UNDO[done.action];
  const name = t(`action.${done.action}`);
  return html`
    <div class="done-strip" role="status">
      <${Icon} name="circle-check" /><span class="grow">${t("office.done", { action: name })}</span>
      ${undo && view.allowed_actions.includes(undo) && html`
        <button type="button" class="button plain" onClick=${() => perform(undo)}><${Icon} name="undo-2" />${t("office.undo")}</button>
      `}
      ${done.next && html`
        <a class="button plain" href=${caseHref(route.value.queue, done.next)}>${t("office.next_case")}<${Icon} name="chevron-right" /></a>
      `}
    </div>
  `;
}
