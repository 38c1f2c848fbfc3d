import { formatDay, formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { ProgressBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { Thumb } from "../parts.js";

/** @typedef {import("../../shared/types.js").MyReport} MyReport */

const UNSURE = "T13";

/** What a report is about, in a word; who did not choose has not named it so. @param {string | null} tile */
export const nameOf = (tile) => t(tile && tile !== UNSURE ? `tile.${tile}` : "case.unsorted");

/** When it should be done, or that it is late. @param {MyReport} report */
function dueWords({ state, due_at, overdue }) {
  if (!due_at || state === "closed") return "";
  const own = `case.due.${state}`;
  return overdue ? t("case.overdue") : t(hasWords(own) ? own : "case.due", { when: formatMoment(due_at) });
}

/** One of my reports in a list. @param {{ report: MyReport }} props */
export function ReportCell({ report }) {
  const { case_number, state, tile, words, submitted_at, thumb_url } = report;
  const due = dueWords(report);
  return html`
    <a class="cell case-cell" href=${`#/follow/${case_number}`}>
      <${Thumb} url=${thumb_url} />
      <span class="grow">
        <strong class="block">${nameOf(tile)}</strong>
        <span class="muted small block">${t("mine.sent_on", { day: formatDay(submitted_at) })}</span>
        ${words && html`<span class="small clip">${words}</span>`}
        <span class="row"><${ProgressBadge} state=${state} /></span>
        ${due && html`<span class=${`small block ${report.overdue ? "late" : "muted"}`}>${due}</span>`}
      </span>
      <${Icon} name="chevron-right" />
    </a>
  `;
}
