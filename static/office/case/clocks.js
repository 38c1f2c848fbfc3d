import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { TimeBadge } from "../time-badge.js";

/** @typedef {import("../types.js").Clock} Clock */

/** @param {{ clock: Clock }} props */
const Outcome = ({ clock }) => {
  if (clock.discarded) return html`<span class="badge time neutral"><${Icon} name="undo-2" />${t("office.clock.discarded")}</span>`;
  if (!clock.stopped_at) return html`<${TimeBadge} clock=${clock} kind=${clock.kind} />`;
  return clock.overdue
    ? html`<span class="badge danger"><${Icon} name="triangle-alert" />${t("office.clock.late")}</span>`
    : html`<span class="badge time neutral"><${Icon} name="check" />${t("office.clock.kept")}</span>`;
};

/**
 * Every clock the case had: when it began, when it was due, how it ended.
 *
 * @param {{ clocks: Clock[] }} props
 */
export const Clocks = ({ clocks }) => html`
  <ul class="clocks">
    ${[...clocks].reverse().map((clock) => html`
      <li key=${`${clock.kind}-${clock.number}-${clock.started_at}`} class=${clock.stopped_at ? "stopped" : ""}>
        <span class="kind">
          ${t(`office.clock.${clock.kind}`)}
          ${clock.number > 1 && html` <span class="muted small">${t("office.clock.round", { n: clock.number })}</span>`}
        </span>
        <span class="due muted small numbers">
          ${clock.stopped_at
            ? t("office.clock.stopped", { when: formatMoment(clock.stopped_at) })
            : t("office.clock.due", { when: formatMoment(clock.due_at) })}
        </span>
        <${Outcome} clock=${clock} />
      </li>
    `)}
  </ul>
`;
