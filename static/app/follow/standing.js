import { formatDay, formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { ProgressBadge } from "../../shared/ui/badge.js";
import { Compare } from "../../shared/ui/compare.js";
import { Note } from "../../shared/ui/parts.js";
import { lookOf } from "../../shared/states.js";

/** @typedef {import("../../shared/types.js").FollowedCase} FollowedCase */

/** Who has it and until when, in the resident's words. @param {FollowedCase} view */
function sentenceOf({ state, organisation, due_at, overdue, closed_at }) {
  const who = organisation?.name ?? t("by.office");
  const late = `standing.${state}.late`;
  return t(overdue && hasWords(late) ? late : `standing.${state}`, {
    organisation: who,
    due: due_at ? (state === "suspended" ? formatDay : formatMoment)(due_at) : t("standing.soon"),
    closed: closed_at ? formatMoment(closed_at) : "",
  });
}

/** @param {{ view: FollowedCase }} props */
const Rejection = ({ view: { rejection } }) =>
  rejection && html`
    <${Note} tone="danger" icon="circle-x">
      <p><strong>${t(`choice.reason_code.${rejection.code}`)}</strong></p>
      <p>${rejection.words}</p>
      ${rejection.channel && rejection.channel !== "none" && html`
        <p>${t("case.channel", { channel: t(`choice.channel.${rejection.channel}`) })}</p>
      `}
    <//>
  `;

/** Where the case stands: state, what is expected of whom, before and after. @param {{ view: FollowedCase }} props */
export function Standing({ view }) {
  const before = view.photos.find(({ role }) => role === "near" || role === "far");
  const after = [...view.photos].reverse().find(({ role }) => role === "after");
  const open = lookOf(view.state).group === "open";
  return html`
    <section class="card stack standing">
      <div class="row">
        <${ProgressBadge} state=${view.state} closeType=${view.close_type} />
        <span class="muted small numbers">${view.case_number}</span>
      </div>
      <p>${sentenceOf(view)}</p>
      ${view.overdue && open && html`<${Note} tone="danger" icon="triangle-alert">${t("case.overdue")}<//>`}
      ${view.question && html`
        <${Note} tone="warning" icon="message-square"><strong>${view.question}</strong><//>
      `}
      <${Rejection} view=${view} />
      ${view.merged_into && html`
        <a class="button quiet" href=${`#/follow/${view.merged_into}`}>
          ${t("case.merged", { number: view.merged_into })}
        </a>
      `}
      ${before && after && html`<${Compare} before=${before} after=${after} />`}
    </section>
  `;
}
