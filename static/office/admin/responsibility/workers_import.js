import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { adminHref } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";
import { TableImport } from "./import_table.js";

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

/** Accounts that were made, with their start passwords: shown this once, to be printed. @param {{ rows: WorkerRow[] }} props */
const Made = ({ rows }) => html`
  <${Screen} title=${t("office.workers.made", { n: rows.length })} back=${adminHref("grids", "workers")}
    tools=${html`<button type="button" class="button" onClick=${() => print()}><${Icon} name="printer" />${t("office.lists.print")}</button>`}>
    <${Note} tone="warning" icon="triangle-alert" role="status">${t("office.workers.once")}<//>
    <${DataList} rows=${rows} columns=${startColumns()} label=${t("office.workers.made", { n: rows.length })} empty=""
      keyOf=${(/** @type {WorkerRow} */ { line }) => line} />
  <//>
`;

/** Accounts of grid workers from a table, each bound to grids. */
export function WorkersImport() {
  const [made, setMade] = useState(/** @type {WorkerRow[] | null} */ (null));
  if (made) return html`<${Made} rows=${made} />`;
  return html`
    <${TableImport} path="/grid-workers/import" title=${t("office.workers.import")} back=${adminHref("grids", "workers")}
      about=${t("office.workers.about")} needed=${["username", "name", "office", "areas"]} columns=${columns()}
      onDone=${(/** @type {{ rows: any[] }} */ { rows }) => setMade(rows.filter(({ start_password: start }) => start))} />
  `;
}
