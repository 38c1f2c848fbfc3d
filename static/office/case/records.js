import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { me } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { TimeBadge } from "../time-badge.js";
import { ActionButton } from "./action-button.js";
import { GRAVE } from "./arrange.js";
import { RecordFacts } from "./record-facts.js";

/**
 * @typedef {import("../types.js").CaseView} CaseView
 * @typedef {import("../types.js").CaseRecord} CaseRecord
 */

/** @type {Record<string, { tone: string, icon: string }>} */
const LOOKS = {
  open: { tone: "warning", icon: "hourglass" }, escalated: { tone: "danger", icon: "triangle-alert" },
  acknowledged: { tone: "info", icon: "clipboard-check" }, reported_in: { tone: "info", icon: "log-in" },
  measured: { tone: "info", icon: "message-square" }, disputed: { tone: "danger", icon: "circle-x" },
  approved: { tone: "good", icon: "circle-check" }, confirmed: { tone: "good", icon: "circle-check" },
  done: { tone: "good", icon: "check" }, replied: { tone: "good", icon: "check" },
  refused: { tone: "danger", icon: "circle-x" }, excused: { tone: "", icon: "minus" }, lapsed: { tone: "", icon: "minus" },
};

/** Statuses in which the clock of a record runs. */
const WAITING = ["open", "escalated", "acknowledged"];

/** What may be done about a record by whoever may. @type {Record<string, string[]>} */
const ACTIONS = {
  verification: ["verify_true", "verify_false"],
  return: ["approve_return", "refuse_return"],
  extension: ["approve_extension", "refuse_extension"],
  suspension: ["approve_suspension", "refuse_suspension", "review_suspension", "resume"],
  void: ["approve_void", "refuse_void"],
  force_close: ["approve_force_close", "refuse_force_close"],
  late_appeal: ["decide_late_appeal"],
};
/** The same by the organisation that the record concerns. @type {Record<string, string[]>} */
const OWN_ACTIONS = {
  whistle_call: ["whistle_ack", "whistle_report_in", "whistle_measures"],
  co_handling: ["co_done"],
  supervision: ["supervise_reply"],
};
/** What the street says of a called organisation, which it names. @param {CaseRecord} record */
const sayOnCall = ({ kind, status }) => {
  if (kind !== "whistle_call") return [];
  return status === "measured" ? ["whistle_confirm", "whistle_dispute", "whistle_excuse"] : ["whistle_excuse"];
};

/** Refusals stand quietly beside what they refuse. @param {string} action @param {number} at */
function lookOf(action, at) {
  if (GRAVE.includes(action)) return "quiet grave";
  return at === 0 && !/^(refuse|whistle_excuse)/.test(action) ? "soft" : "quiet";
}

/** What this person may do about a record now. @param {CaseRecord} record @param {CaseView} view */
function actionsAbout(record, view) {
  if (!record.alive) return [];
  const isOurs = record.organisation?.code === me.value?.organisation?.code;
  const own = [...(ACTIONS[record.kind] ?? []), ...((isOurs && OWN_ACTIONS[record.kind]) || [])];
  return [...own, ...sayOnCall(record)].filter((action) => view.allowed_actions.includes(action));
}

/** @param {{ record: CaseRecord, view: CaseView }} props */
function RecordActions({ record, view }) {
  const open = actionsAbout(record, view);
  if (open.length === 0) return null;
  const named = sayOnCall(record);
  return html`
    <div class="record-actions">
      ${open.map((action, at) => html`
        <${ActionButton} key=${action} view=${view} action=${action} look=${lookOf(action, at)}
          start=${named.includes(action) ? { organisation: record.organisation?.code } : {}} />
      `)}
    </div>
  `;
}

/** @param {{ record: CaseRecord }} props */
const Status = ({ record }) => {
  const { tone, icon } = LOOKS[record.status] ?? LOOKS.lapsed;
  const own = `office.record_status.${record.kind}.${record.status}`;
  return html`<span class=${`badge ${tone}`}><${Icon} name=${icon} />${t(hasWords(own) ? own : `office.record_status.${record.status}`)}</span>`;
};

/** @param {{ record: CaseRecord, view: CaseView, calls?: CaseRecord[] }} props `calls`: whom a whistle called */
const RecordRow = ({ record, view, calls = [] }) => html`
  <li class=${`record ${record.alive ? "alive" : ""}`} data-record=${`${record.kind}/${record.number}`}>
    <p class="record-head">
      <strong>${record.kind === "whistle_call" ? record.organisation?.name : t(`office.record.${record.kind}`)}</strong>
      <${Status} record=${record} />
      ${record.due_at && WAITING.includes(record.status) && html`<${TimeBadge} clock=${{ due_at: record.due_at, paused: false }} kind=${record.kind} />`}
      ${record.overdue && !record.alive && html`<span class="badge danger"><${Icon} name="triangle-alert" />${t("office.clock.late")}</span>`}
    </p>
    ${record.kind !== "whistle_call" && (record.organisation || record.person) && html`
      <p class="muted small">${[record.organisation?.name, record.person].filter(Boolean).join(" · ")}</p>
    `}
    <${RecordFacts} record=${record} view=${view} silent=${record.kind === "whistle_call"} />
    ${calls.length > 0 && html`
      ${record.alive && html`<p class="muted small">${t("office.action.whistled")}</p>`}
      <ul class="records calls">${calls.map((call) => html`<${RecordRow} key=${call.number} record=${call} view=${view} />`)}</ul>
    `}
    <${RecordActions} record=${record} view=${view} />
  </li>
`;

/**
 * Requests, calls and tasks beside the state: what waits for this person first, then the latest.
 * The departments that a whistle called stand below it.
 *
 * @param {{ view: CaseView, alive: boolean }} props `alive`: those that go on, or those that ended
 */
export function Records({ view, alive }) {
  /** @param {CaseRecord} record */
  const waits = (record) => Number(actionsAbout(record, view).length > 0);
  const rows = view.records
    .filter((record) => record.kind !== "whistle_call" && record.alive === alive)
    .sort((one, other) => waits(other) - waits(one) || other.seq - one.seq);
  return rows.length > 0 && html`
    <section class="card">
      <h2>${t(alive ? "office.records" : "office.records.ended")}</h2>
      <ul class="records">
        ${rows.map((record) => html`
          <${RecordRow} key=${`${record.kind}/${record.number}`} record=${record} view=${view}
            calls=${record.kind === "whistle" ? view.records.filter(({ kind, seq }) => kind === "whistle_call" && seq === record.seq) : []} />
        `)}
      </ul>
    </section>
  `;
}
