import { arrange } from "./case/arrange.js";
import { perform, workHref } from "./case/done.js";
import { showNewer, view } from "./case/store.js";
import { help } from "./help.js";
import { lapsed } from "./lapse.js";
import { pickCursor } from "./queue/picked.js";
import { cursor, moveCursor, neighbourOf, queue, showArrivals } from "./queue/store.js";
import { caseHref, go, route } from "./router.js";

/** @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof HTMLElement && target.matches("input:not(.pick, .pick input), textarea, select, [contenteditable]");

/** Where Enter and the space bar have nothing of their own to do. @param {EventTarget | null} target */
const isFree = (target) => target === document.body || (target instanceof HTMLElement && target.matches(".scroll, h1, main"));

/** @param {number} step */
function move(step) {
  const number = moveCursor(step);
  if (route.value.number && number) go(caseHref(queue.value, number), { replace: true });
}

/** One step back: from the form to the case, from the case to the list. */
function back() {
  const { queue: name, number, action } = route.value;
  if (action) go(caseHref(name, number));
  else if (number) go(caseHref(name));
}

/** The step that brings the open case forward; from the list, that of the case one stands on. */
function act() {
  const shown = view.value;
  if (!route.value.number) {
    const number = cursor.value || moveCursor(0);
    if (number) go(workHref(queue.value, number));
    return;
  }
  if (!shown || route.value.action) return;
  const { main, second } = arrange(shown);
  const action = main || second[0];
  if (!action) return;
  if (shown.forms[action]?.length) go(caseHref(queue.value || "all", shown.number, action));
  else perform(action);
}

/** Refuse the open case, or let it fail the check. */
function refuse() {
  const action = ["reject", "check_fail"].find((one) => view.value?.allowed_actions.includes(one));
  if (action && view.value) go(caseHref(queue.value, view.value.number, action), { replace: Boolean(route.value.action) });
}

/** The search of the open form, else that of the list. */
const find = () =>
  /** @type {HTMLElement | null} */ (document.querySelector(".action-form input[type=search]") ?? document.getElementById("queue-search"))?.focus();

/** What waits to be shown, in the list and of the open case. */
function update() {
  showArrivals();
  showNewer();
}

/** @type {Record<string, () => void>} */
const ON_QUEUE = {
  j: () => move(1),
  k: () => move(-1),
  Enter: () => cursor.value && go(caseHref(queue.value, cursor.value)),
  "/": find,
  " ": pickCursor,
  a: act,
  r: refuse,
  u: update,
  n: () => {
    const next = neighbourOf(route.value.number);
    if (next) go(caseHref(queue.value, next));
  },
};

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  if (lapsed.value || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const onQueue = route.value.page === "queue";
  if (event.key === "Escape") {
    if (isTyping(event.target)) /** @type {HTMLElement} */ (event.target).blur();
    else if (onQueue) back();
    return;
  }
  if (isTyping(event.target)) return;
  if (event.key === "?") help.value = true;
  else {
    const run = onQueue && ON_QUEUE[event.key];
    const onControl = [" ", "Enter"].includes(event.key) && !isFree(event.target);
    if (!run || onControl) return;
    event.preventDefault();
    run();
  }
}

/** Listen to the keys of the office; see the sheet behind "?". */
export const listen = () => document.addEventListener("keydown", onKeyDown);
