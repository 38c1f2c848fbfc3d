import { NoConnection, Problem } from "../../shared/api.js";
import { useEffect } from "../../shared/html.js";
import { lookAtCase } from "../case/store.js";
import { askWhoIAm, lapsed } from "../lapse.js";
import { lostAt } from "./arrivals.js";
import { items, loadQueues, look, lookAgain } from "./store.js";

const EVERY_MS = 15_000;
const SLOWEST_MS = 120_000;
/** Nobody at the desk: ask less often, then not at all, so that the session can end by itself. */
const QUIET_AFTER_MS = 600_000;
const QUIET_EVERY_MS = 60_000;
const ASLEEP_AFTER_MS = 1_200_000;
const TOUCHES = ["pointerdown", "keydown", "wheel", "touchstart"];

/** The open case as the list has it, when the list has it. @param {string} number */
const versionOf = (number) => items.value?.find((item) => item.number === number)?.version;

/** Ask once; only when something has changed is there more to ask. */
async function lookAround() {
  if (await look()) await Promise.all([loadQueues(), askWhoIAm(), lookAgain(), lookAtCase(versionOf)]);
}

/** @param {unknown} error @returns {number} how long the server wants to be left alone, in ms */
function afterFailure(error) {
  if (error instanceof NoConnection) lostAt.value ??= new Date();
  if (!(error instanceof Problem)) return 0;
  return (error.retryAfter ?? 0) * 1000;
}

/**
 * Keep list, counts and open case fresh while a component is shown and its page is looked at. Ask
 * less often while the server does not answer, and while nobody touches the page.
 */
export function usePolling() {
  useEffect(() => {
    let timer = 0;
    let failures = 0;
    let busy = false;
    let over = false;
    let touchedAt = Date.now();
    const idle = () => Date.now() - touchedAt;
    /** @param {number} least */
    const plan = (least) => {
      clearTimeout(timer);
      if (over || document.hidden || idle() > ASLEEP_AFTER_MS) return;
      const usual = idle() > QUIET_AFTER_MS ? QUIET_EVERY_MS : EVERY_MS;
      const wait = Math.max(least, Math.min(usual * 2 ** failures, SLOWEST_MS));
      timer = setTimeout(run, wait * (0.9 + Math.random() / 5));
    };
    const run = async () => {
      if (busy || document.hidden || lapsed.value) return;
      busy = true;
      let least = 0;
      try {
        await lookAround();
        failures = 0;
      } catch (error) {
        failures += 1;
        least = afterFailure(error);
      }
      busy = false;
      plan(least);
    };
    const touch = () => {
      const slept = idle() > ASLEEP_AFTER_MS;
      touchedAt = Date.now();
      if (slept) run();
    };
    for (const kind of TOUCHES) addEventListener(kind, touch, { capture: true, passive: true });
    document.addEventListener("visibilitychange", run);
    addEventListener("online", run);
    const stop = lapsed.subscribe((now) => (now ? clearTimeout(timer) : plan(0)));
    return () => {
      stop();
      clearTimeout(timer);
      over = true;
      for (const kind of TOUCHES) removeEventListener(kind, touch, { capture: true });
      document.removeEventListener("visibilitychange", run);
      removeEventListener("online", run);
    };
  }, []);
}
