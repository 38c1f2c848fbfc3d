import { formatSpan } from "../shared/format.js";
import { signal } from "../shared/html.js";
import { t } from "../shared/i18n.js";

/** The present, in milliseconds since 1970; ticks so that words of time left stay true. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 20_000);

const HOUR_MS = 3_600_000;

/** With less than this left, a clock is shown as about to run out. @type {Record<string, number>} */
const SOON_MS = { intake: HOUR_MS, dispatch: HOUR_MS / 2, ack: HOUR_MS / 4, main: 4 * HOUR_MS };

/**
 * @typedef {{ tone: "neutral" | "good" | "warning" | "danger", words: string, icon: string }} Standing
 */

/**
 * How a clock stands: words, tone and icon together.
 *
 * @param {{ due_at: string | null, paused: boolean }} clock
 * @param {string | null} kind
 * @param {number} at milliseconds since 1970
 * @returns {Standing}
 */
export function standingOf(clock, kind, at) {
  if (clock.paused) return { tone: "neutral", words: t("office.time.paused"), icon: "circle-pause" };
  if (!clock.due_at) return { tone: "neutral", words: t("office.time.none"), icon: "minus" };
  const left = Date.parse(clock.due_at) - at;
  const span = formatSpan(Math.abs(left));
  if (left < 0) return { tone: "danger", words: t("time.late", { span }), icon: "triangle-alert" };
  const words = t("time.left", { span });
  const soon = left < (SOON_MS[kind ?? ""] ?? 2 * HOUR_MS);
  return soon ? { tone: "warning", words, icon: "hourglass" } : { tone: "good", words, icon: "clock" };
}
