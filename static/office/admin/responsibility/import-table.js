import { useDeed } from "../../../shared/deed.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { DataList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";
import { sendFile } from "./send-file.js";

/**
 * @typedef {{ line: number, outcome: string } & Record<string, any>} Row
 * @typedef {{ rows: Row[], counts: Record<string, number>, dry_run: boolean }} Report
 */

/**
 * The columns of a table as they are written, those that may be missing marked so.
 *
 * @param {{ needed: string[], more: string[] }} props names of `office.import.heading.<name>`
 */
const Headings = ({ needed, more }) => html`
  <ul class="legend" aria-label=${t("office.import.headings")}>
    ${needed.map((name) => html`<li key=${name}><span class="badge">${t(`office.import.heading.${name}`)}</span></li>`)}
    ${more.map((name) => html`<li key=${name}><span class="badge">${t(`office.import.heading.${name}`)}</span>${t("office.optional")}</li>`)}
  </ul>
`;

/** Where a row stands in the file and what becomes of it. @returns {import("../../ui/list.js").Column[]} */
const firstColumns = () => [
  { name: t("office.import.line"), cell: ({ line }) => t("office.import.line_n", { n: line }), className: "numbers" },
  { name: t("office.import.outcome"), cell: ({ outcome }) => html`<span class=${`badge ${outcome === "ok" ? "good" : "warning"}`}>${t(`office.import.${outcome}`)}</span>` },
];

/**
 * Rows of a table file: looked through first, entered afterwards.
 *
 * @param {object} props
 * @param {string} props.path below /api/v1
 * @param {string} props.title
 * @param {string} props.back
 * @param {string} props.about
 * @param {string[]} props.needed headings
 * @param {string[]} [props.more] headings that may be missing
 * @param {import("../../ui/list.js").Column[]} props.columns of what a row says
 * @param {(report: Report) => void} props.onDone
 * @param {(path: string, file: File) => Promise<Report>} [props.enterAll] enters the rows
 */
export function TableImport({ path, title, back, about, needed, more = [], columns, onDone, enterAll = sendFile }) {
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [report, setReport] = useState(/** @type {Report | null} */ (null));
  const { busy, problem, run } = useDeed();
  /** @param {any} event */
  const choose = async (event) => {
    const [chosen] = event.target.files;
    event.target.value = "";
    if (!chosen || busy) return;
    setFile(chosen);
    setReport((await run(() => sendFile(`${path}?dry_run=1`, chosen))) ?? null);
  };
  const enter = async () => {
    const done = file && (await run(() => enterAll(path, file)));
    if (done) onDone(done);
  };
  const fit = report?.counts.ok ?? 0;
  return html`
    <${Screen} title=${title} back=${back}>
      <p class="muted">${about}</p>
      <${Headings} needed=${needed} more=${more} />
      <div class="row">
        <label class="button quiet">
          <${Icon} name="upload" />${t(file ? "office.import.another" : "office.import.choose")}
          <input type="file" class="visually-hidden" accept=".csv,.xlsx" onChange=${choose} />
        </label>
        ${file && html`<span class="small">${file.name}</span>`}
      </div>
      ${problem && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${problem}<//>`}
      ${report && html`
        <${Note} tone=${fit === report.rows.length ? "good" : "warning"} icon="info" role="status">${t("office.import.found", { ok: fit, n: report.rows.length })}<//>
        <${DataList} rows=${report.rows} columns=${[...firstColumns(), ...columns]} label=${title} empty=${t("office.import.empty")} keyOf=${(/** @type {any} */ { line }) => line} />
        <div class="admin-save">
          <button type="button" class="button" disabled=${busy || fit === 0} onClick=${enter}>${t(busy ? "office.import.entering" : "office.import.enter", { n: fit })}</button>
        </div>
      `}
    <//>
  `;
}
