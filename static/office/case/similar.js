import { formatAgo, formatDistance } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { caseHref } from "../router.js";
import { tileWords } from "../words.js";

/**
 * Open cases nearby that may be the same problem.
 *
 * @param {{ cases: import("../types.js").SimilarCase[] }} props
 */
export const Similar = ({ cases }) => html`
  <ul class="similar">
    ${cases.map((other) => html`
      <li key=${other.number}>
        <a class="cell" href=${caseHref("all", other.number)}>
          ${other.thumb_url && html`<img class="thumb" src=${other.thumb_url} alt="" />`}
          <span class="grow">
            ${tileWords(other.tile)} · ${formatDistance(other.distance_m)}
            <span class="muted small block numbers">${other.number} · ${formatAgo(other.submitted_at)}</span>
          </span>
          <${StateBadge} state=${other.state} />
        </a>
      </li>
    `)}
  </ul>
`;
