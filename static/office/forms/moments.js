import { html } from "../../shared/html.js";
import { now } from "../time.js";

/**
 * @typedef {import("./types.js").ControlProps} ControlProps
 * @typedef {import("./types.js").Kind} Kind
 */

const CITY_OFFSET = "+08:00"; // Asia/Shanghai, without summer time since 1991
const CITY_OFFSET_MS = 8 * 3_600_000;

/** What a moment (ISO 8601) is on the clocks of the city, as its input wants it. @param {string} iso */
export const cityTime = (iso) => new Date(Date.parse(iso) + CITY_OFFSET_MS).toISOString().slice(0, 16);

const DAY_MS = 86_400_000;

/** From tomorrow, so many days on; the server has the last word. @type {Record<string, number>} */
const WITHIN_DAYS = { request_suspension: 366 };

/** The days an action may name. @param {string} action */
function boundsOf(action) {
  const days = WITHIN_DAYS[action];
  const day = (/** @type {number} */ ahead) => cityTime(new Date(now.value + ahead * DAY_MS).toISOString()).slice(0, 10);
  return days ? { min: day(1), max: day(days) } : {};
}

/** @param {"date" | "datetime-local"} type */
const input = (type) => /** @param {ControlProps} props */ ({ id, value, onChange, invalid, describedBy, action }) => html`
  <input id=${id} class="input moment" type=${type} value=${value} ...${boundsOf(action)} aria-invalid=${invalid} aria-describedby=${describedBy}
    onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
`;

/** @type {Omit<Kind, "Input">} */
const common = { single: true, empty: () => "", isEmpty: (value) => !value };

/** A day of the city, sent as 2026-09-28. @type {Kind} */
export const date = { ...common, Input: input("date") };
/** A moment on the clocks of the city, sent in UTC; its value at first comes from `cityTime`. @type {Kind} */
export const moment = {
  ...common,
  Input: input("datetime-local"),
  payload: (value) => new Date(`${value}:00${CITY_OFFSET}`).toISOString().replace(".000", ""),
};
