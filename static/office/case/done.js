import { html, signal } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";
import { columns } from "../layout.js";
import { items, loadQueues, neighbourOf, queue, refresh } from "../queue/store.js";
import { caseHref, go, route } from "../router.js";
import { intention, isWhole, openCase, view as opened } from "./store.js";

/** @typedef {import("../types.js").CaseView} CaseView */

/** What usually follows at once, when the same person may do it. @type {Record<string, string>} */
const FOLLOWS = { accept: "dispatch" };
/** How an action is taken back. @type {Record<string, string>} */
const UNDO = { dispatch: "recall_dispatch", finish: "recall_finish" };

/** Queues that are worked through one case after the other: what each holds. @type {Record<string, string[]>} */
const ONE_BY_ONE = { to_accept: ["submitted"], to_dispatch: ["to_dispatch"], to_acknowledge: ["assigned"], to_check: ["fixed"] };
/** The form that a case of a queue opens with, where it stands beside the case. @type {Record<string, string>} */
const FORM_OF = { to_accept: "accept", to_dispatch: "dispatch" };

/**
 * A case with the form that it most likely needs, where there is room for both.
 *
 * @param {string} name of the queue
 * @param {string} number
 */
export function workHref(name, number) {
  const fits = columns.value === 3 && items.value?.some((item) => item.number === number && ONE_BY_ONE[name]?.includes(item.state));
  return caseHref(name, number, fits ? FORM_OF[name] : "");
}

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
  const name = queue.value;
  const next = neighbourOf(fresh.number);
  const left = columns.value > 1 && ONE_BY_ONE[name]?.includes(fresh.state) === false;
  const follows = fresh.allowed_actions.includes(FOLLOWS[action]) ? FOLLOWS[action] : "";
  const onward = left && next && !follows ? workHref(name, next) : "";
  latest.value = { number: fresh.number, action, next };
  loadQueues().catch(() => {});
  refresh();
  if (!isWhole(fresh)) {
    toast(t("office.done", { action: t(`action.${action}`) }));
    go(onward || caseHref(route.value.queue), { replace: true });
    return;
  }
  go(onward || caseHref(route.value.queue || "all", fresh.number, follows), { replace: true });
}

/**
 * Take an action of which nothing is left to ask.
 *
 * @param {string} action
 * @param {Record<string, unknown>} [fields]
 */
export async function perform(action, fields = {}) {
  try {
    afterwards(action, await intention(action)(fields));
  } catch (error) {
    toast(sentenceOf(error));
  }
}

/**
 * Take back what was just done, at its case.
 *
 * @param {string} number
 * @param {string} undo
 */
async function takeBack(number, undo) {
  if (opened.value?.number !== number) {
    go(caseHref(route.value.queue, number));
    await openCase(number);
  }
  await perform(undo);
}

/**
 * A strip over the case: what was just done here or with the one before, a way back, and the way
 * to the next one.
 *
 * @param {{ view: CaseView }} props
 */
export function DoneStrip({ view }) {
  const done = latest.value;
  if (!done || ![done.number, done.next].includes(view.number)) return null;
  const here = done.number === view.number;
  const undo = UNDO[done.action];
  const name = t(`action.${done.action}`);
  return html`
    <div class="done-strip" role="status">
      <${Icon} name="circle-check" />
      <span class="grow">
        ${t("office.done", { action: name })}
        ${!here && html` <a class="small numbers" href=${caseHref(route.value.queue, done.number)}>${done.number}</a>`}
      </span>
      ${undo && (!here || view.allowed_actions.includes(undo)) && html`
        <button type="button" class="button plain" onClick=${() => takeBack(done.number, undo)}><${Icon} name="undo-2" />${t("office.undo")}</button>
      `}
      ${here && done.next && html`
        <a class="button plain" href=${caseHref(route.value.queue, done.next)}>${t("office.next_case")}<${Icon} name="chevron-right" /></a>
      `}
    </div>
  `;
}
