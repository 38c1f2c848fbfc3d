import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { useListed, useLoaded, WhenLoaded } from "../load.js";
import { caseHref } from "../router.js";
import { DataList, PagedList } from "../ui/list.js";
import { addressOf, PeriodFilters, wanted } from "./period.js";

/**
 * @typedef {{ organisation: { name: string }, person: string | null, since: string, until: string | null,
 *   hours: number, overdue_hours: number }} Holder
 * @typedef {{ number: string, state: string, place: string, problem: string, reasons: string[], trail: Holder[] }} Clue
 * @typedef {{ name: string, cases: number, late: number, returned: number, rework: number, spot_check: number }} Pointed
 * @typedef {{ since: string, until: string, total: number, thresholds: Record<string, number>,
 *   organisations: Pointed[], people: Pointed[] }} Clues
 */

const REASONS = /** @type {const} */ (["late", "returned", "rework", "spot_check"]);

/** Who held the case, from when to when, and how long after its time. @param {Clue} clue */
const trail = ({ trail: held }) => html`
  <ul class="trail">
    ${held.map(({ organisation, person, since, until, hours, overdue_hours: over }) => html`
      <li key=${since}>
        <span class="block">${[organisation.name, person].filter(Boolean).join(" · ")}</span>
        <span class="muted small numbers">
          ${formatMoment(since)} – ${until ? formatMoment(until) : t("office.clues.until_now")} · ${t("office.clues.hours", { n: hours })}
          ${over > 0 && html` · <span class="late">${t("office.clues.overdue_hours", { n: over })}</span>`}
        </span>
      </li>
    `)}
  </ul>
`;

/** @returns {import("../ui/list.js").Column[]} */
const caseColumns = () => [
  { name: t("office.case_number"), cell: ({ number }) => html`<span class="numbers number">${number}</span>` },
  { name: t("office.ledger.problem"), cell: ({ problem, place }) => html`<span class="block">${problem}</span><span class="muted small">${place}</span>` },
  { name: t("office.ledger.state"), cell: ({ state }) => html`<${StateBadge} state=${state} />` },
  {
    name: t("office.clues.reasons"),
    cell: ({ reasons }) => reasons.map((/** @type {string} */ reason) => html`<span class="badge danger" key=${reason}>${t(`office.clues.${reason}`)}</span> `),
  },
  { name: t("office.clues.trail"), cell: trail },
];

/** @param {string} first @returns {import("../ui/list.js").Column[]} */
const pointedColumns = (first) => [
  { name: first, cell: ({ name }) => name },
  { name: t("office.clues.cases"), cell: ({ cases }) => cases, className: "numbers" },
  ...REASONS.map((reason) => ({ name: t(`office.clues.${reason}`), cell: (/** @type {Pointed} */ row) => row[reason], className: "numbers" })),
];

/** @param {{ title: string, rows: Pointed[] }} props */
const PointedList = ({ title, rows }) => html`
  <section class="stack">
    <h2>${title}</h2>
    ${rows.length > 0
      ? html`<${DataList} rows=${rows} columns=${pointedColumns(title)} label=${title} empty=""
          keyOf=${(/** @type {Pointed} */ row) => row.name} />`
      : html`<p>${t("office.clues.none")}</p>`}
  </section>
`;

/** 失责线索: what the city's numbers point at. Nothing follows from it by itself. */
export function Clues() {
  const first = useLoaded("/clues", { ...wanted(), limit: 1 });
  const from = useListed("/clues", wanted());
  return html`
    <${Note} icon="info">${t("office.clues.about")}<//>
    <div class="row between">
      <${PeriodFilters} part="clues" shown=${first.data} />
      <span class="row">
        <a class="button quiet" href=${addressOf("/office/print/clues")} target="_blank" rel="noopener"><${Icon} name="printer" />${t("office.lists.print")}</a>
        <a class="button quiet" href=${addressOf("/api/v1/clues/file")} download><${Icon} name="download" />${t("office.lists.file")}</a>
      </span>
    </div>
    <${WhenLoaded} from=${first}>
      ${(/** @type {Clues} */ { thresholds, total, organisations, people }) => html`
        <p class="muted small">${t("office.clues.thresholds", thresholds)}</p>
        <${PointedList} title=${t("office.clues.organisations")} rows=${organisations} />
        <${PointedList} title=${t("office.clues.people")} rows=${people} />
        <h2>${t("office.clues.case_list", { n: total })}</h2>
      `}
    <//>
    <${PagedList} from=${from} columns=${caseColumns()} label=${t("office.clues.cases")} empty=${t("office.clues.none")}
      keyOf=${(/** @type {Clue} */ clue) => clue.number} hrefOf=${(/** @type {Clue} */ clue) => caseHref("all", clue.number, "", {})} />
  `;
}
