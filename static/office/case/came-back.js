import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { me } from "../../shared/session.js";
import { Note } from "../../shared/ui/parts.js";
import { EventPhotos } from "./event-photos.js";

/**
 * @typedef {import("../types.js").CaseView} CaseView
 * @typedef {import("../types.js").TimelineEvent} TimelineEvent
 */

/** What brings a case back to work that was done already. */
const BACK = ["appeal", "check_fail", "refuse", "uphold_refusal", "mark_false_closure", "reopen"];
/** What only puts a case where it was before. */
const RESTORING = ["recall_finish", "resume"];

/**
 * Why a case is not done after all, while it waits for that.
 *
 * @param {CaseView} view
 * @returns {TimelineEvent | null}
 */
function reasonOf({ disputed, state, timeline }) {
  const latest = [...timeline].reverse();
  if (disputed) return latest.find(({ action }) => action === "refuse") ?? null;
  const came = latest.find(({ action, from_state: from, to_state: to }) =>
    to === state && from !== to && !RESTORING.includes(action));
  return came && BACK.includes(came.action) ? came : null;
}

/** What the next person has to know before they begin. @param {{ view: CaseView }} props */
export function CameBack({ view }) {
  const event = reasonOf(view);
  if (!event) return null;
  const { action, at, photos, words } = event;
  const elsewhere = action === "appeal" && me.value?.roles?.includes("intake_clerk") && !view.allowed_actions.includes("accept");
  return html`
    <${Note} tone="warning" icon="undo-2">
      <p><strong>${t(view.disputed ? "office.refusal.disputed" : `event.${action}`)}</strong> · <time datetime=${at}>${formatMoment(at)}</time></p>
      ${words && html`<p>${words}</p>`}
      ${photos.length > 0 && html`<${EventPhotos} photos=${photos} />`}
      ${elsewhere && html`<p>${t("office.came_back.elsewhere")}</p>`}
    <//>
  `;
}
