import { locale, t } from "./i18n.js";

const CITY_ZONE = "Asia/Shanghai";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SOON_MS = 4 * HOUR_MS;

/**
 * @param {Date} when
 * @param {Intl.DateTimeFormatOptions} options
 */
const part = (when, options) =>
  new Intl.DateTimeFormat(locale.value, { timeZone: CITY_ZONE, ...options }).format(when);

/** @param {Date} when */
const yearOf = (when) => new Intl.DateTimeFormat("en", { timeZone: CITY_ZONE, year: "numeric" }).format(when);

/**
 * A day as people say it: 9月28日(周日), with the year when it is another one.
 *
 * @param {string} iso
 */
export function formatDay(iso) {
  const when = new Date(iso);
  const year = yearOf(when) === yearOf(new Date()) ? undefined : "numeric";
  const day = part(when, { year, month: locale.value === "en" ? "short" : "long", day: "numeric" });
  return t("format.day", { day, weekday: part(when, { weekday: "short" }) });
}

/**
 * A moment: 9月28日(周日) 11:00.
 *
 * @param {string} iso
 */
export function formatMoment(iso) {
  const time = part(new Date(iso), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return t("format.moment", { day: formatDay(iso), time });
}

/**
 * A length of time in its largest fitting unit.
 *
 * @param {number} ms
 */
export function formatSpan(ms) {
  if (ms >= DAY_MS) return t("format.days", { n: Math.floor(ms / DAY_MS) });
  if (ms >= HOUR_MS) return t("format.hours", { n: Math.floor(ms / HOUR_MS) });
  return t("format.minutes", { n: Math.max(1, Math.floor(ms / MINUTE_MS)) });
}

/**
 * How much time is left, words first.
 *
 * @param {string} dueAt
 * @param {number} [now] milliseconds since 1970
 * @returns {{ words: string, tone: "good" | "warning" | "danger" }}
 */
export function timeLeft(dueAt, now = Date.now()) {
  const left = new Date(dueAt).getTime() - now;
  if (left < 0) return { words: t("time.late", { span: formatSpan(-left) }), tone: "danger" };
  const tone = left < SOON_MS ? "warning" : "good";
  return { words: t("time.left", { span: formatSpan(left) }), tone };
}

/**
 * How long ago: 3 小时前.
 *
 * @param {string} iso
 * @param {number} [now] milliseconds since 1970
 */
export function formatAgo(iso, now = Date.now()) {
  const passed = now - new Date(iso).getTime();
  if (passed < MINUTE_MS) return t("time.just_now");
  if (passed > 7 * DAY_MS) return formatDay(iso);
  return t("time.ago", { span: formatSpan(passed) });
}

/**
 * A number, from 10,000 on in 万 where the language has it.
 *
 * @param {number} value
 */
export function formatNumber(value) {
  const compact = value >= 10_000;
  return new Intl.NumberFormat(locale.value, {
    notation: compact ? "compact" : "standard",
    maximumFractionDigits: 1,
  }).format(value);
}

/**
 * A distance of so many metres.
 *
 * @param {number} metres
 */
export function formatDistance(metres) {
  if (metres < 1000) return t("format.metres", { n: Math.max(1, Math.round(metres)) });
  return t("format.kilometres", { n: Number((metres / 1000).toFixed(1)) });
}

/** Codes are easier to read and say in groups of four. @param {string} code */
export const inFours = (code) => code.replace(/(.{4})(?=.)/g, "$1 ");
