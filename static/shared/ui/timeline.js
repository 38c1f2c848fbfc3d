import { formatMoment } from "../format.js";
import { html } from "../html.js";
import { hasWords, t } from "../i18n.js";
import { lookOf } from "../states.js";
import { Gallery } from "./gallery.js";
import { Icon } from "./icon.js";

/** @typedef {import("../types.js").TimelineEvent} TimelineEvent */

/**
 * What happened, in a sentence, and by whom; where the sentence has room for an organisation, that
 * is the one the case was given to, else the one that acted.
 *
 * @param {TimelineEvent} event
 */
function tell({ action, organisation, given_to: receiver, by }) {
  const named = `event.${action}.named`;
  const inside = hasWords(named) ? receiver ?? organisation : null;
  const who = inside && !receiver ? "" : organisation?.name ?? t(`by.${by}`);
  return { what: inside ? t(named, { organisation: inside.name }) : t(`event.${action}`), who };
}

/** @param {{ event: TimelineEvent, latest: boolean }} props */
function Step({ event, latest }) {
  const { what, who } = tell(event);
  return html`
    <li class=${latest ? "now" : ""}>
      <span class="mark"><${Icon} name=${event.to_state ? lookOf(event.to_state).icon : "message-square"} /></span>
      <p class="what">${what}</p>
      <p class="when"><time datetime=${event.at}>${formatMoment(event.at)}</time>${who && ` · ${who}`}</p>
      ${event.words && html`<p class="said">${event.words}</p>`}
      ${event.photos.length > 0 && html`<${Gallery} photos=${event.photos} />`}
    </li>
  `;
}

/**
 * The journal of a case as people read it, newest first.
 *
 * @param {{ events: TimelineEvent[] }} props
 */
export const Timeline = ({ events }) => html`
  <ol class="timeline">
    ${[...events].reverse().map((event, index) => html`<${Step} key=${event.seq} event=${event} latest=${index === 0} />`)}
  </ol>
`;
