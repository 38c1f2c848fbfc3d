import { formatAgo, formatDistance } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { ProgressBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { Thumb } from "../parts.js";

/** @typedef {import("../../shared/types.js").PublicCase} PublicCase */

/** A public case in a list. @param {{ item: PublicCase, metres: number | null }} props */
export function CaseCell({ item, metres }) {
  const { number, state, tile, street, submitted_at, thumb_url, after_thumb_url } = item;
  const facts = [street?.name, metres !== null && formatDistance(metres), formatAgo(submitted_at)].filter(Boolean);
  return html`
    <a class="cell case-cell" href=${`/c/${number}`}>
      <${Thumb} url=${after_thumb_url ?? thumb_url} />
      <span class="grow">
        <strong class="block">${t(`tile.${tile ?? "T13"}`)}</strong>
        <span class="muted small block">${facts.join(" · ")}</span>
        <span class="row"><${ProgressBadge} state=${state} others /></span>
      </span>
      <${Icon} name="chevron-right" />
    </a>
  `;
}
