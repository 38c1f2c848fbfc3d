import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { useLoaded, WhenLoaded } from "../load.js";
import { DataList } from "../ui/list.js";
import { addressOf, PeriodFilters, wanted } from "./period.js";

/**
 * @typedef {{ name: string, note: string, flags: string[], values: (number | null)[] }} Row
 * @typedef {{ code: string, name: string, kind: "count" | "percent" }} Column
 * @typedef {{ code: string, name: string, about: string, columns: Column[], rows: Row[] }} Section
 * @typedef {{ since: string, until: string, sections: Section[] }} Figures
 */

/** @param {number | null} value @param {Column["kind"]} kind */
const amount = (value, kind) => (value === null ? "—" : kind === "percent" ? `${value.toFixed(1)}%` : String(value));

/** @param {Row} row */
const nameOf = ({ name, note, flags }) => html`
  ${flags.includes("total") ? html`<strong>${name}</strong>` : name}
  ${note && html` <span class="muted small">${note}</span>`}
  ${flags.filter((flag) => flag !== "total").map((flag) => html`
    ${" "}<span class="badge warning" key=${flag}><${Icon} name="triangle-alert" />${t(`office.figures.flag.${flag}`)}</span>
  `)}
`;

/** @param {Section} section @returns {import("../ui/list.js").Column[]} */
const columnsOf = ({ columns }) => [
  { name: t("office.figures.name"), cell: nameOf },
  ...columns.map(({ name, kind }, at) => ({
    name,
    cell: (/** @type {Row} */ { values }) => amount(values[at], kind),
    className: "numbers",
  })),
];

/** @param {{ section: Section }} props */
const SectionTable = ({ section }) => html`
  <section class="stack">
    <h2>${section.name}</h2>
    ${section.rows.length > 0
      ? html`<${DataList} rows=${section.rows} columns=${columnsOf(section)} label=${section.name} empty=""
          keyOf=${(/** @type {Row} */ row) => `${row.name} ${row.note}`} />`
      : html`<p>${t("office.figures.none")}</p>`}
    <p class="muted small">${section.about}</p>
  </section>
`;

/** What happened in a period: whistles, help, supervision, claims, grid workers. */
export function Figures() {
  const from = useLoaded("/statistics/figures", wanted());
  return html`
    <div class="row between">
      <${PeriodFilters} part="figures" shown=${from.data} offices />
      <a class="button quiet" href=${addressOf("/api/v1/statistics/figures/file")} download><${Icon} name="download" />${t("office.lists.file")}</a>
    </div>
    <${WhenLoaded} from=${from} rows=${8}>
      ${(/** @type {Figures} */ { sections }) => sections.map((section) => html`<${SectionTable} key=${section.code} section=${section} />`)}
    <//>
  `;
}
