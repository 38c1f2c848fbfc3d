import { formatMoment } from "../shared/format.js";
import { html } from "../shared/html.js";
import { Icon } from "../shared/ui/icon.js";
import { now, standingOf } from "./time.js";

/**
 * How a clock stands: words with icon, and colour where haste is needed; the moment itself on
 * hovering.
 *
 * @param {{ clock: { due_at: string | null, paused: boolean }, kind: string | null }} props
 */
export function TimeBadge({ clock, kind }) {
  const { tone, words, icon } = standingOf(clock, kind, now.value);
  return html`
    <span class=${`badge time ${tone} numbers`} title=${clock.due_at ? formatMoment(clock.due_at) : undefined}>
      <${Icon} name=${icon} />${words}
    </span>
  `;
}
