import { formatMoment, timeLeft } from "../format.js";
import { html } from "../html.js";
import { hasWords, t } from "../i18n.js";
import { lookOf } from "../states.js";
import { Icon } from "./icon.js";

/**
 * The state of a case as officers name it: icon, word and tone.
 *
 * @param {{ state: string, words?: string }} props
 */
export function StateBadge({ state, words = t(`state.${state}`) }) {
  const { icon, tone } = lookOf(state);
  return html`<span class=${`badge ${tone}`}><${Icon} name=${icon} />${words}</span>`;
}

/**
 * The state of a case in the words of residents: of its reporter, or of everybody else.
 *
 * @param {{ state: string, closeType?: string | null, others?: boolean }} options
 */
export function progressWords({ state, closeType, others }) {
  const special = `progress.${state}.${others ? "others" : closeType}`;
  return t(hasWords(special) ? special : `progress.${state}`);
}

/** @param {{ state: string, closeType?: string | null, others?: boolean }} props */
export const ProgressBadge = (props) => html`
  <${StateBadge} state=${props.state} words=${progressWords(props)} />
`;

/**
 * The time left until a moment, in words.
 *
 * @param {{ dueAt: string }} props
 */
export function TimeLeft({ dueAt }) {
  const { words, tone } = timeLeft(dueAt);
  const icon = tone === "danger" ? "triangle-alert" : "clock";
  return html`
    <span class=${`badge ${tone}`} title=${formatMoment(dueAt)}>
      <${Icon} name=${icon} />${words}
    </span>
  `;
}
