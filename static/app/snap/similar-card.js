import { formatAgo, formatDistance } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { ProgressBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { Thumb } from "../parts.js";
import { edit } from "./draft.js";
import { similar } from "./suggest.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

const MOST = 3;

/** Perhaps somebody was faster: join instead of a second case. @param {{ entry: Entry }} props */
export function SimilarCard({ entry }) {
  if (entry.join || !similar.value.length) return null;
  return html`
    <section class="card similar">
      <h2>${t("similar.title")}</h2>
      <p class="muted small">${t("similar.hint")}</p>
      <ul>
        ${similar.value.slice(0, MOST).map(({ number, tile, state, distance_m, submitted_at, thumb_url }) => html`
          <li key=${number} class="similar-case">
            <${Thumb} url=${thumb_url} />
            <div class="grow">
              <strong>${t(`tile.${tile ?? "T13"}`)}</strong>
              <p class="muted small">
                ${t("similar.where", { distance: formatDistance(distance_m), ago: formatAgo(submitted_at) })}
              </p>
              <${ProgressBadge} state=${state} others />
            </div>
            <button type="button" class="button soft" onClick=${() => edit({ join: number })}>
              <${Icon} name="users" />${t("action.join")}
            </button>
          </li>
        `)}
      </ul>
    </section>
  `;
}

/** The draft joins a case that exists already. @param {{ entry: Entry }} props */
export const JoinCard = ({ entry }) =>
  entry.join && html`
    <section class="note good">
      <${Icon} name="users" />
      <div class="grow">
        <p>${t("join.into", { number: entry.join })}</p>
        <div class="row">
          <a class="button plain" href=${`/c/${entry.join}`} target="_blank">${t("join.look")}</a>
          <button type="button" class="button plain" onClick=${() => edit({ join: null })}>${t("join.leave")}</button>
        </div>
      </div>
    </section>
  `;
