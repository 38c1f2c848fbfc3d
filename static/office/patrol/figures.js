import { formatNumber } from "../../shared/format.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty } from "../../shared/ui/parts.js";
import { useLoaded, WhenLoaded } from "../load.js";
import { pageHref } from "../router.js";
import { RoundFacts } from "./found.js";

/**
 * @typedef {import("./store.js").RoundItem} RoundItem
 * @typedef {{ leader: { id: number, name: string }, morning: number, off_window: number,
 *   supervision: number, issues: number, closed: number, on_time_percent: number | null,
 *   average_hours: number | null }} Figures
 */

const MONTHS = 12;
const COLUMNS = /** @type {const} */ (["morning", "off_window", "supervision", "issues", "closed", "on_time_percent", "average_hours"]);

/** The last months of the city's calendar, this one first: `2026-11`. */
function lastMonths() {
  const [year, month] = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit" })
    .format(new Date()).split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const at = new Date(Date.UTC(year, month - 1 - back, 1));
    return at.toISOString().slice(0, 7);
  });
}

/** @param {string} column @param {number | null} value */
const shown = (column, value) =>
  value === null ? "—" : column === "on_time_percent" ? `${value}%` : formatNumber(value);

/** @param {{ leader: number, month: string }} props */
function Rounds({ leader, month }) {
  const rounds = useLoaded("/patrols", { leader, month });
  return html`
    <${WhenLoaded} from=${rounds} rows=${2}>
      ${(/** @type {any} */ { items }) => html`
        <ul class="cells">
          ${items.map((/** @type {RoundItem} */ round) => html`
            <li key=${round.id}>
              <a class="cell" href=${pageHref("patrol", "round", round.id)}>
                <span class="grow"><${RoundFacts} round=${round} /></span>
                <span class="end numbers">${t("office.patrol.found", { n: round.issues })}<${Icon} name="chevron-right" /></span>
              </a>
            </li>
          `)}
        </ul>
      `}
    <//>
  `;
}

/** @param {{ rows: Figures[], chosen: number, onChoose: (leader: number) => void }} props */
const Table = ({ rows, chosen, onChoose }) => html`
  <table class="figures">
    <thead>
      <tr><th scope="col">${t("office.patrol.leader")}</th>${COLUMNS.map((name) => html`<th scope="col" key=${name}>${t(`office.patrol.figure.${name}`)}</th>`)}</tr>
    </thead>
    <tbody>
      ${rows.map((row) => html`
        <tr key=${row.leader.id}>
          <th scope="row">
            <button type="button" class="button plain" aria-expanded=${row.leader.id === chosen} onClick=${() => onChoose(row.leader.id)}>
              ${row.leader.name}<${Icon} name="chevron-down" />
            </button>
          </th>
          ${COLUMNS.map((name) => html`<td key=${name} class="numbers" data-name=${t(`office.patrol.figure.${name}`)}>${shown(name, row[name])}</td>`)}
        </tr>
      `)}
    </tbody>
  </table>
`;

/** What each leader's rounds of a month came to. */
export function FiguresPane() {
  const [months] = useState(lastMonths);
  const [month, setMonth] = useState(months[0]);
  const [chosen, setChosen] = useState(0);
  const figures = useLoaded("/patrols/figures", { month });
  return html`
    <div class="row month-choice">
      <label for="patrol-month">${t("office.patrol.month")}</label>
      <select id="patrol-month" class="input numbers" value=${month} onChange=${(/** @type {any} */ event) => setMonth(event.target.value)}>
        ${months.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}
      </select>
    </div>
    <${WhenLoaded} from=${figures} rows=${3}>
      ${(/** @type {any} */ { items: rows }) => {
        if (rows.length === 0) return html`<${Empty} icon="footprints" words=${t("office.patrol.no_rounds")} />`;
        const open = rows.length === 1 ? rows[0].leader.id : chosen;
        return html`
          <${Table} rows=${rows} chosen=${open} onChoose=${(/** @type {number} */ leader) => setChosen(leader === chosen ? 0 : leader)} />
          ${open > 0 && html`<${Rounds} leader=${open} month=${month} />`}
          <p class="muted small">${t("office.patrol.formulas")}</p>
        `;
      }}
    <//>
  `;
}
