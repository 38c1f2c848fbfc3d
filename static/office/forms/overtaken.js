import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Note } from "../../shared/ui/parts.js";
import { actionWords, actorWords } from "../case/timeline.js";

/**
 * Somebody was faster: what they did, and that nothing typed is lost.
 *
 * @param {{ changes: import("../types.js").TimelineEvent[], still: boolean }} props
 *   `still`: the action can be taken all the same
 */
export const OvertakenNote = ({ changes, still }) => html`
  <${Note} tone="warning" icon="users" role="alert">
    <p>${t(still ? "office.overtaken.again" : "office.overtaken.over")}</p>
    <ul class="changes">
      ${changes.map((event) => html`
        <li key=${event.seq}>
          <span class="numbers">${formatMoment(event.at)}</span> ${actorWords(event)} — ${actionWords(event.action)}
          ${event.words && html`<span class="said small">${event.words}</span>`}
        </li>
      `)}
    </ul>
  <//>
`;
