import { formatDay } from "../../../shared/format.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { ConfirmButton } from "../../ui/confirm.js";
import { Screen } from "../../ui/screen.js";
import { doNow } from "../../write.js";
import { save } from "../versioned.js";
import { DaySheet } from "./day.js";
import { Hours } from "./hours.js";
import { Month } from "./month.js";

/**
 * @typedef {{ day: string, working: boolean, kind: "workday" | "weekend" | "holiday" | "makeup",
 *   name: string, set_by: string | null }} Day
 * @typedef {{ version: number, policy_version: number, year: number, known: boolean,
 *   unknown_years: number[], hours: [string, string][], time_zone: string, days: Day[] }} Year
 */

const KINDS = ["workday", "weekend", "holiday", "makeup"];

/** What the colours mean. */
const Legend = () => html`
  <ul class="legend" aria-label=${t("office.calendar.legend")}>
    ${KINDS.map((kind) => html`<li key=${kind}><span class=${`day-mark ${kind}`} aria-hidden="true" />${t(`office.calendar.${kind}`)}</li>`)}
  </ul>
`;

/** Years that nobody has confirmed yet. @param {{ years: number[], shown: number }} props */
const Warnings = ({ years, shown }) => html`
  ${years.map((year) => html`
    <${Note} key=${year} tone="warning" icon="triangle-alert">
      <p>${t("office.calendar.unknown", { year })}</p>
      ${year !== shown && html`<a href=${adminHref("calendar", year)}>${t("office.calendar.open", { year })}</a>`}
    <//>
  `)}
`;

/** @param {{ year: Year, put: (fresh: Year) => void }} props */
function YearGrid({ year, put }) {
  const [open, setOpen] = useState(/** @type {Day | null} */ (null));
  const months = Array.from({ length: 12 }, (_, month) => year.days.filter(({ day }) => Number(day.slice(5, 7)) === month + 1));
  const confirm = async () => {
    const fresh = await doNow(() => save("POST", `/calendar/${year.year}/confirm`, year.version), "office.calendar.confirmed");
    if (fresh) put(fresh);
  };
  /** @param {Pick<Day, "working" | "name">} decided */
  const decide = async (decided) => {
    const days = [{ day: /** @type {Day} */ (open).day, ...decided }];
    put(await save("PUT", `/calendar/${year.year}/days`, year.version, { days }));
    setOpen(null);
    toast(t("office.calendar.saved", { day: formatDay(`${days[0].day}T04:00:00Z`) }));
  };
  return html`
    <${Warnings} years=${year.unknown_years} shown=${year.year} />
    <div class="row between">
      <${Legend} />
      ${!year.known && html`
        <${ConfirmButton} icon="check" words=${t("office.calendar.confirm", { year: year.year })}
          question=${t("office.calendar.confirm.ask", { year: year.year })} onConfirm=${confirm} />
      `}
    </div>
    <div class="months">
      ${months.map((days, month) => html`<${Month} key=${month} days=${days} onOpen=${setOpen} />`)}
    </div>
    ${open && html`<${DaySheet} day=${open} onClose=${() => setOpen(null)} onDecide=${decide} />`}
  `;
}

/** Working days of a year and the hours of a working day. @param {{ path: string[] }} props */
export default function CalendarPage({ path: [asked] }) {
  const year = Number(asked) || new Date().getFullYear();
  const loaded = useLoaded(`/calendar/${year}`);
  const hoursFrom = (/** @type {Year} */ fresh) => (fresh.year === year ? loaded.put(fresh) : loaded.reload());
  const tools = html`
    <nav class="row years" aria-label=${t("office.calendar.years")}>
      <a class="button quiet" href=${adminHref("calendar", year - 1)} aria-label=${t("office.calendar.open", { year: year - 1 })}><${Icon} name="chevron-left" /></a>
      <strong class="numbers">${year}</strong>
      <a class="button quiet" href=${adminHref("calendar", year + 1)} aria-label=${t("office.calendar.open", { year: year + 1 })}><${Icon} name="chevron-right" /></a>
    </nav>
  `;
  return html`
    <${Screen} title=${t("office.admin.calendar")} tools=${tools}>
      <${WhenLoaded} from=${loaded} rows=${8}>
        ${(/** @type {Year} */ data) => html`
          <p class="muted">${t("office.calendar.about")}</p>
          <${YearGrid} year=${data} put=${loaded.put} />
          <${Hours} key=${data.policy_version} year=${data} put=${hoursFrom} />
        `}
      <//>
    <//>
  `;
}
