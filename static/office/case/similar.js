import { html } from "../../shared/html.js";
import { caseHref } from "../router.js";
import { SimilarRow } from "./similar-row.js";

/**
 * Open cases nearby that may be the same problem.
 *
 * @param {{ cases: import("../types.js").SimilarCase[] }} props
 */
export const Similar = ({ cases }) => html`
  <ul class="similar">
    ${cases.map((other) => html`
      <li key=${other.number}><a class="cell" href=${caseHref("all", other.number)}><${SimilarRow} other=${other} /></a></li>
    `)}
  </ul>
`;
