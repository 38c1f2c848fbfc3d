import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { useLoaded, WhenLoaded } from "../load.js";
import { DataList } from "../ui/list.js";

/**
 * @typedef {{ unit: string, value: string, words: string }} Amount
 * @typedef {{ name: string, code?: string, cases: number, done: Amount[], planned: Amount[] }} Sums
 * @typedef {{ since: string, total: number, tiles: Sums[], groups: Sums[] }} Figures
 */

/** 919处 5600平方米 @param {Amount[]} amounts */
const wordsOf = (amounts) => amounts.map(({ words }) => words).join(" ") || "—";

/** @param {string} first @returns {import("../ui/list.js").Column[]} */
const columns = (first) => [
  { name: first, cell: ({ name }) => name },
  { name: t("office.quantities.cases"), cell: ({ cases }) => cases, className: "numbers" },
  { name: t("office.quantities.done"), cell: ({ done }) => wordsOf(done), className: "numbers" },
  { name: t("office.quantities.planned"), cell: ({ planned }) => wordsOf(planned), className: "numbers" },
];

/** @param {{ title: string, rows: Sums[] }} props */
const Section = ({ title, rows }) => html`
  <section>
    <h2>${title}</h2>
    <${DataList} rows=${rows} columns=${columns(title)} label=${title} empty=${t("office.quantities.none")} keyOf=${(/** @type {Sums} */ row) => row.name} />
  </section>
`;

/** What was done and what is planned since a day. */
export function Quantities() {
  const [since, setSince] = useState("");
  const from = useLoaded("/statistics/quantities", { since: since || null });
  return html`
    <p class="admin-filters">
      <label class="day"><span>${t("office.ledger.since")}</span>
        <input type="date" class="input" value=${since || from.data?.since || ""} onChange=${(/** @type {any} */ event) => setSince(event.target.value)} />
      </label>
    </p>
    <${WhenLoaded} from=${from}>
      ${(/** @type {Figures} */ figures) => html`
        <p class="numbers">${t("office.quantities.total", { n: figures.total })}</p>
        <${Section} title=${t("office.quantities.groups")} rows=${figures.groups} />
        <${Section} title=${t("office.quantities.tiles")} rows=${figures.tiles} />
        <p class="muted small">${t("office.quantities.about")}</p>
      `}
    <//>
  `;
}
