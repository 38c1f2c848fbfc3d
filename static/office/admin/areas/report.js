import { html, useEffect, useRef } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Note } from "../../../shared/ui/parts.js";
import { lazy } from "../../lazy.js";
import { ConfirmButton } from "../../ui/confirm.js";
import { DataList } from "../../ui/list.js";

/**
 * @typedef {{ number: number, code: string, name: string, outcome: string, notes: string[] }} Row
 * @typedef {{ number: string, old: string, new: string | null }} Move
 * @typedef {{ rows: Row[], counts: Record<string, number>, edition: number, before: any, after: any,
 *   moves: Move[], moving: number }} Preview
 */

const OutlineMap = lazy(() => import("./outline-map.js"), "map outline-map");

/** @type {Record<string, string>} */
const TONES = { created: "good", changed: "info", refused: "danger", parent_added: "info" };

/** What was refused, then what there is a remark about. @param {Row} row */
const weight = ({ outcome, notes }) => (outcome === "refused" ? 2 : Number(notes.length > 0));
/** @param {Row[]} rows */
const weightiestFirst = (rows) => [...rows].sort((one, other) => weight(other) - weight(one));

/** @returns {import("../../ui/list.js").Column[]} */
const rowColumns = () => [
  { name: t("office.areas.area"), cell: ({ name, code, number }) => name || code || (number ? "–" : t("office.areas.whole_file")) },
  { name: t("office.areas.code"), cell: ({ code }) => code, className: "numbers" },
  { name: t("office.areas.row"), cell: ({ number }) => (number ? String(number) : ""), className: "numbers" },
  { name: t("office.areas.outcome"), cell: ({ outcome }) => html`<span class=${`badge ${TONES[outcome] ?? ""}`}>${t(`office.areas.outcome.${outcome}`)}</span>` },
  { name: t("office.areas.notes"), cell: ({ notes }) => notes.join(t("office.areas.semicolon")) },
];

/** @returns {import("../../ui/list.js").Column[]} */
const moveColumns = () => [
  { name: t("office.column.number"), cell: ({ number }) => number, className: "numbers" },
  { name: t("office.areas.old_street"), cell: (move) => move.old },
  { name: t("office.areas.new_street"), cell: (move) => move.new ?? t("office.areas.nowhere") },
];

/** Open cases that another street would get today. @param {{ seen: Preview }} props */
const Moves = ({ seen }) => html`
  <section>
    <h2>${t("office.areas.moves", { n: seen.moving })}</h2>
    <${Note} tone=${seen.moving ? "warning" : "info"} icon="info">${t(seen.moving ? "office.areas.moves.stay" : "office.areas.moves.none")}<//>
    ${seen.moving > seen.moves.length && html`<p class="muted small">${t("office.areas.moves.first", { n: seen.moves.length })}</p>`}
    ${seen.moves.length > 0 && html`
      <${DataList} rows=${seen.moves} columns=${moveColumns()} label=${t("office.areas.moves", { n: seen.moving })} empty=""
        keyOf=${(/** @type {Move} */ { number }) => number} />
    `}
  </section>
`;

/**
 * What an import would do, and the button that does it.
 *
 * @param {{ seen: Preview, onApply: () => Promise<void> }} props
 */
export function PreviewReport({ seen, onApply }) {
  const { counts } = seen;
  const top = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => top.current?.scrollIntoView(), [seen]);
  const changes = counts.created + counts.changed + counts.parent_added;
  return html`
    <section class="stack" aria-label=${t("office.areas.preview")} ref=${top}>
      <h2>${t("office.areas.preview")}</h2>
      <p role="status">${t("office.areas.summary", counts)}</p>
      ${seen.after.features.length > 0 && html`<${OutlineMap} before=${seen.before} after=${seen.after} />`}
      <${Moves} seen=${seen} />
      <section>
        <h2>${t("office.areas.rows")}</h2>
        <${DataList} rows=${weightiestFirst(seen.rows)} columns=${rowColumns()} label=${t("office.areas.rows")} empty=${t("office.areas.no_rows")}
          keyOf=${(/** @type {Row} */ { number, code }) => `${number}:${code}`} />
      </section>
      ${changes > 0
        ? html`<${ConfirmButton} main icon="check" words=${t("office.areas.apply")} question=${t("office.areas.apply.ask", { n: changes })} onConfirm=${onApply} />`
        : html`<${Note}>${t("office.areas.nothing")}<//>`}
    </section>
  `;
}
