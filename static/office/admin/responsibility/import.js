import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { sentenceOf } from "../../../shared/problems.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { adminHref, go } from "../../router.js";
import { DataList } from "../shared/list.js";
import { Screen } from "../shared/screen.js";
import { sendFile } from "./send_file.js";

/**
 * @typedef {{ line: number, outcome: string, organisation: string, target_kind: string,
 *   target: string, contact: string }} Row
 * @typedef {{ rows: Row[], counts: Record<string, number>, dry_run: boolean }} Report
 */

const PATH = "/sponsorships/import";
const HEADINGS = ["organisation", "target", "contact"];
const MORE_HEADINGS = ["target_kind", "from", "to"];

/** The columns of a table as they are written, those that may be missing marked so. */
const Headings = () => html`
  <ul class="legend" aria-label=${t("office.import.headings")}>
    ${HEADINGS.map((name) => html`<li key=${name}><span class="badge">${t(`office.import.heading.${name}`)}</span></li>`)}
    ${MORE_HEADINGS.map((name) => html`<li key=${name}><span class="badge">${t(`office.import.heading.${name}`)}</span>${t("office.optional")}</li>`)}
  </ul>
`;

/** @returns {import("../shared/list.js").Column[]} */
const columns = () => [
  { name: t("office.import.line"), cell: ({ line }) => t("office.import.line_n", { n: line }), className: "numbers" },
  { name: t("office.import.outcome"), cell: ({ outcome }) => html`<span class=${`badge ${outcome === "ok" ? "good" : "warning"}`}>${t(`office.import.${outcome}`)}</span>` },
  { name: t("office.field.sponsorship.organisation"), cell: ({ organisation }) => organisation },
  { name: t("office.field.sponsorship.target"), cell: ({ target }) => target },
  { name: t("office.field.sponsorship.contact"), cell: ({ contact }) => contact },
];

/** Sponsorships from a table: looked through first, entered afterwards. */
export function Import() {
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [report, setReport] = useState(/** @type {Report | null} */ (null));
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  /** @param {File} chosen @param {boolean} dry */
  const send = async (chosen, dry) => {
    setBusy(true);
    setTrouble("");
    try {
      return await sendFile(dry ? `${PATH}?dry_run=1` : PATH, chosen);
    } catch (error) {
      setTrouble(sentenceOf(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  /** @param {any} event */
  const choose = async (event) => {
    const [chosen] = event.target.files;
    event.target.value = "";
    if (!chosen) return;
    setFile(chosen);
    setReport(await send(chosen, true));
  };
  const enter = async () => {
    const done = file && (await send(file, false));
    if (!done) return;
    toast(t("office.import.done", { n: done.counts.ok ?? 0 }));
    go(adminHref("sponsorships"), { replace: true });
  };
  const fit = report?.counts.ok ?? 0;
  return html`
    <${Screen} title=${t("office.sponsor.import")} back=${adminHref("sponsorships")}>
      <p class="muted">${t("office.import.about")}</p>
      <${Headings} />
      <div class="row">
        <label class="button quiet">
          <${Icon} name="upload" />${t(file ? "office.import.another" : "office.import.choose")}
          <input type="file" class="visually-hidden" accept=".csv,.xlsx" onChange=${choose} />
        </label>
        ${file && html`<span class="small">${file.name}</span>`}
      </div>
      ${trouble && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${trouble}<//>`}
      ${report && html`
        <${Note} tone=${fit === report.rows.length ? "good" : "warning"} icon="info" role="status">${t("office.import.found", { ok: fit, n: report.rows.length })}<//>
        <${DataList} rows=${report.rows} columns=${columns()} label=${t("office.sponsor.import")} empty=${t("office.import.empty")} keyOf=${(/** @type {any} */ { line }) => line} />
        <div class="admin-save">
          <button type="button" class="button" disabled=${busy || fit === 0} onClick=${enter}>${t("office.import.enter", { n: fit })}</button>
        </div>
      `}
    <//>
  `;
}
