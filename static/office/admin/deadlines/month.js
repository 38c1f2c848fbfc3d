import { formatDay } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { locale, t } from "../../../shared/i18n.js";

/** @typedef {import("./calendar.js").Day} Day */

const NOON = "T04:00:00Z"; // of the city, so that no zone of a browser moves the date
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** @param {Intl.DateTimeFormatOptions} options @param {Date} when */
const words = (options, when) => new Intl.DateTimeFormat(locale.value, { timeZone: "UTC", ...options }).format(when);

/** Monday is 0. @param {string} day */
const weekdayOf = (day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/**
 * What a day is called by those who hear it: 10月1日（周四） 节假日 国庆节.
 *
 * @param {Day} day
 */
export const labelOf = ({ day, kind, name }) => [formatDay(day + NOON), t(`office.calendar.${kind}`), name].filter(Boolean).join(" ");

/** A month as a grid of buttons, weeks beginning on Monday. @param {{ days: Day[], onOpen: (day: Day) => void }} props */
export const Month = ({ days, onOpen }) => html`
  <section class="month" aria-label=${words({ month: "long" }, new Date(`${days[0].day}T00:00:00Z`))}>
    <h2>${words({ month: "long" }, new Date(`${days[0].day}T00:00:00Z`))}</h2>
    <div class="weekdays" aria-hidden="true">
      ${Array.from({ length: 7 }, (_, at) => html`<span key=${at}>${words({ weekday: "narrow" }, new Date(MONDAY + at * DAY_MS))}</span>`)}
    </div>
    <div class="days">
      ${days.map((day, at) => html`
        <button key=${day.day} type="button" class=${`day ${day.kind} ${day.set_by ? "" : "unlisted"}`} aria-label=${labelOf(day)} title=${day.name}
          style=${at ? undefined : { gridColumnStart: weekdayOf(day.day) + 1 }} onClick=${() => onOpen(day)}>
          <span class="numbers">${Number(day.day.slice(8))}</span>
          ${day.kind !== "workday" && day.kind !== "weekend" && html`<span class="mark">${t(`office.calendar.${day.kind}.short`)}</span>`}
        </button>
      `)}
    </div>
  </section>
`;
