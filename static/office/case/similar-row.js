import { formatAgo, formatDistance } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { tileWords } from "../words.js";

/** A case nearby, as one reads it in a list of them. @param {{ other: import("../types.js").SimilarCase }} props */
export const SimilarRow = ({ other }) => html`
  ${other.thumb_url && html`<img class="thumb" src=${other.thumb_url} alt="" />`}
  <span class="grow">
    <span class="block">${tileWords(other.tile)}</span>
    <span class="muted small block">
      ${t(`state.${other.state}`)} · ${formatDistance(other.distance_m)} · ${formatAgo(other.submitted_at)}
    </span>
    <span class="muted small block numbers">${other.number}</span>
  </span>
`;
