import { formatDay, formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { lookup } from "../lookups.js";
import { EventPhotos } from "./event-photos.js";

/**
 * @typedef {import("../types.js").CaseView} CaseView
 * @typedef {import("../types.js").CaseRecord} CaseRecord
 * @typedef {import("../types.js").TimelineEvent} TimelineEvent
 */

/** What was said about a record after it began. @type {Record<string, string[]>} */
const ANSWERS = {
  verification: ["verify_true", "verify_false"],
  return: ["approve_return", "refuse_return", "settle"],
  extension: ["refuse_extension"],
  suspension: ["refuse_suspension", "review_suspension", "resume"],
  void: ["refuse_void"],
  force_close: ["refuse_force_close"],
  late_appeal: ["decide_late_appeal"],
};
/** The same where only the record's own organisation answers. @type {Record<string, string[]>} */
const OWN_ANSWERS = {
  whistle_call: ["whistle_report_in", "whistle_measures"],
  co_handling: ["co_done"],
  supervision: ["supervise_reply"],
};
/** The catalogue's name of a record's reason. @type {Record<string, string>} */
const REASONS = { return: "return_reason", suspension: "suspension_reason", void: "void_reason" };

/** An organisation by its code. @param {{ code: string }} props */
function NameOf({ code }) {
  /** @type {{ code: string, name: string }[] | null} */
  const all = lookup("/organisations");
  return all?.find((one) => one.code === code)?.name ?? "";
}

/** @param {CaseRecord} record @returns {any[]} what is known of it, in short words */
function factsOf({ kind, level, reason, amount, unit, until_at: until, proposed, first }) {
  return [
    level && kind === "whistle" && t(`choice.whistle_level.${level}`),
    level && kind === "supervision" && t(`choice.level.${level}`),
    reason && REASONS[kind] && t(`choice.${REASONS[kind]}.${reason}`),
    amount !== null && t("office.record.longer", { n: amount, unit: t(`unit.${unit}`) }),
    until && t("office.record.until", { day: formatDay(until) }),
    proposed && html`${t("office.record.proposed")}<${NameOf} code=${proposed} />`,
    first && t("office.record.first", { decision: t(`choice.decision.${first}`) }),
  ].filter(Boolean);
}

/** @param {CaseRecord} record @param {TimelineEvent[]} timeline */
function answersTo({ kind, seq, organisation, closed_at: closed }, timeline) {
  const own = OWN_ANSWERS[kind] ?? [];
  return timeline.filter((event) =>
    event.seq > seq
    && (ANSWERS[kind]?.includes(event.action) || (own.includes(event.action) && event.organisation?.name === organisation?.name))
    && (event.words || event.photos.length > 0)
    && (!closed || event.at <= closed));
}

/**
 * Who said it and when, the words, the photos.
 *
 * @param {{ event: TimelineEvent, asked?: boolean }} props `asked`: who said it is known
 */
const Said = ({ event, asked }) => html`
  <div class="record-said">
    ${event.words && html`<p class="said">${event.words}</p>`}
    ${event.photos.length > 0 && html`<${EventPhotos} photos=${event.photos} />`}
    <p class="muted small">
      ${!asked && `${[event.organisation?.name, event.person].filter(Boolean).join(" ")} · `}
      <time datetime=${event.at}>${formatMoment(event.at)}</time>
    </p>
  </div>
`;

/**
 * What a record is about and what was said of it.
 *
 * @param {{ record: CaseRecord, view: CaseView, silent?: boolean }} props `silent`: its first
 *   words stand elsewhere
 */
export function RecordFacts({ record, view, silent }) {
  const facts = factsOf(record);
  const asked = view.timeline.find((event) => event.seq === record.seq);
  return html`
    ${facts.length > 0 && html`<ul class="record-facts">${facts.map((fact, at) => html`<li key=${at}>${fact}</li>`)}</ul>`}
    ${asked && !silent && (asked.words || asked.photos.length > 0) && html`<${Said} event=${asked} asked />`}
    ${answersTo(record, view.timeline).map((event) => html`<${Said} key=${event.seq} event=${event} />`)}
  `;
}
