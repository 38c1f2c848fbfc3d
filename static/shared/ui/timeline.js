import { formatMoment } from "../format.js";
import { html } from "../html.js";
import { hasWords, t } from "../i18n.js";
import { lookOf } from "../states.js";
import { Gallery } from "./gallery.js";
import { Icon } from "./icon.js";

/** @typedef {import("../types.js").TimelineEvent} TimelineEvent */

/**
 * What happened, in a sentence; with the organisation where the sentence has room for it.
 *
 * @param {TimelineEvent} event
 */
function sentenceOf({ action, organisation }) {
  const named = `event.${action}.named`;
  if (organisation && hasWords(named)) return t(named, { organisation: organisation.name });
  return t(`event.${action}`);
}

/** @param {TimelineEvent} event */
const whoOf = ({ by, organisation }) => organisation?.name ?? t(`by.${by}`);

/**
 * The journal of a case as people read it, newest first.
 *
 * @param {{ events: TimelineEvent[] }} props
 */
export const Timeline = ({ events }) => html`
  <ol class="timeline">
    ${[...events].reverse().map((event, index) => html`
      <li key=${event.seq} class=${index === 0 ? "now" : ""}>
        <span class="mark"><${Icon} name=${event.to_state ? lookOf(event.to_state).icon : "message-square"} /></span>
        <p class="what">${sentenceOf(event)}</p>
        <p class="when"><time datetime=${event.at}>${formatMoment(event.at)}</time> · ${whoOf(event)}</p>
        ${event.words && html`<p class="said">${event.words}</p>`}
        ${event.photos.length > 0 && html`<${Gallery} photos=${event.photos} />`}
      </li>
    `)}
  </ol>
`;
