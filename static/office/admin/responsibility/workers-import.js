import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { sentenceOf } from "../../../shared/problems.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { adminHref } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";
import { TableImport } from "./import-table.js";
import { sendFile } from "./send-file.js";

/**
 * @typedef {{ line: number, username: string, name: string, organisation: string, areas: string,
 *   start_password: string | null }} WorkerRow
 */

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.import.heading.username"), cell: ({ username }) => username },
  { name: t("office.import.heading.name"), cell: ({ name }) => name },
  { name: t("office.import.heading.office"), cell: ({ organisation }) => organisation },
  { name: t("office.import.heading.areas"), cell: ({ areas }) => areas },
];

/** @returns {import("../../ui/list.js").Column[]} */
const startColumns = () => [
  ...columns(),
  { name: t("office.workers.start"), cell: ({ start_password }) => html`<code>${start_password}</code>`, className: "numbers" },
];

/** @typedef {{ rows: WorkerRow[], trouble: string }} Entered */

/**
 * Enter all rows, some in each request. What was entered before a request failed is told too: its
 * start passwords are not to be had again.
 *
 * @param {string} path
 * @param {File} file
 * @returns {Promise<any>}
 */
async function enterAll(path, file) {
  const rows = [];
  let line = 0;
  do {
    try {
      const report = await sendFile(`${path}?from_line=${line}`, file);
      rows.push(...report.rows);
      line = report.next_line;
    } catch (error) {
      if (!line) throw error;
      return { rows, trouble: sentenceOf(error) };
    }
  } while (line);
  return { rows, trouble: "" };
}

/** Accounts that were made, with their start passwords: shown this once, to be printed. @param {Entered} props */
const Made = ({ rows, trouble }) => html`
  <${Screen} title=${t("office.workers.made", { n: rows.length })} back=${adminHref("grids", "workers")}
    tools=${html`<button type="button" class="button" onClick=${() => print()}><${Icon} name="printer" />${t("office.lists.print")}</button>`}>
    <${Note} tone="warning" icon="triangle-alert" role="status">${t("office.workers.once")}<//>
    ${trouble && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${trouble} ${t("office.workers.stopped")}<//>`}
    <${DataList} rows=${rows} columns=${startColumns()} label=${t("office.workers.made", { n: rows.length })} empty=""
      keyOf=${(/** @type {WorkerRow} */ { line }) => line} />
  <//>
`;

/** Accounts of grid workers from a table, each bound to grids. */
export function WorkersImport() {
  const [made, setMade] = useState(/** @type {Entered | null} */ (null));
  if (made) return html`<${Made} ...${made} />`;
  return html`
    <${TableImport} path="/grid-workers/import" title=${t("office.workers.import")} back=${adminHref("grids", "workers")}
      about=${t("office.workers.about")} needed=${["username", "name", "office", "areas"]} columns=${columns()} enterAll=${enterAll}
      onDone=${(/** @type {Entered} */ { rows, trouble }) => setMade({ rows: rows.filter(({ start_password: start }) => start), trouble })} />
  `;
}
