import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { lookOf } from "../../shared/states.js";
import { Icon } from "../../shared/ui/icon.js";
import { EventPhotos } from "./event-photos.js";

/** @typedef {import("../types.js").TimelineEvent} TimelineEvent */

/** @param {TimelineEvent} event who did it, as officers may know it */
export const actorWords = ({ by, organisation, person }) =>
  [organisation?.name ?? t(`by.${by}`), person].filter(Boolean).join(" ");

/** @param {string} action */
export const actionWords = (action) => t(hasWords(`action.${action}`) ? `action.${action}` : `event.${action}`);

/** Whom the case was given to, else the state it came to. @param {TimelineEvent} event */
const destinationOf = ({ given_to: receiver, from_state, to_state }) =>
  receiver?.name ?? (to_state && to_state !== from_state ? t(`state.${to_state}`) : "");

/**
 * The journal, newest first. Notes of the office stand apart from what residents can read.
 *
 * @param {{ events: TimelineEvent[] }} props
 */
export const CaseTimeline = ({ events }) => html`
  <ol class="timeline">
    ${[...events].reverse().map((event, at) => html`
      <li key=${event.seq} class=${`${at === 0 ? "now" : ""} ${event.internal ? "internal" : ""}`}>
        <span class="mark"><${Icon} name=${event.internal ? "lock" : lookOf(event.to_state ?? "").icon} /></span>
        <p class="what">
          ${actionWords(event.action)}
          ${destinationOf(event) && html` <span class="to">→ ${destinationOf(event)}</span>`}
          ${event.internal && html` <span class="badge"><${Icon} name="lock" />${t("office.internal")}</span>`}
        </p>
        <p class="when"><time datetime=${event.at}>${formatMoment(event.at)}</time> · ${actorWords(event)}</p>
        ${event.words && html`<p class="said">${event.words}</p>`}
        ${event.photos.length > 0 && html`<${EventPhotos} photos=${event.photos} />`}
      </li>
    `)}
  </ol>
`;
