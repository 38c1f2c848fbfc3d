import { areaWords } from "../../shared/areas.js";
import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Gallery } from "../../shared/ui/gallery.js";

/** @typedef {import("../../shared/types.js").FollowedCase} FollowedCase */

/** @param {FollowedCase} view */
const placeOf = ({ areas, address }) => [areaWords(areas), address].filter(Boolean).join(" · ");

/** What was reported. @param {{ view: FollowedCase }} props */
export function Details({ view }) {
  const { photos, words, submitted_at, rating } = view;
  return html`
    <section class="card stack">
      <h2>${t("case.details")}</h2>
      <${Gallery} photos=${photos.filter(({ role }) => role !== "after")} />
      <dl class="facts">
        <dt>${t("place.title")}</dt><dd>${placeOf(view)}</dd>
        ${words && html`<dt>${t("snap.words")}</dt><dd>${words}</dd>`}
        <dt>${t("case.submitted")}</dt><dd>${formatMoment(submitted_at)}</dd>
        ${rating?.score && html`<dt>${t("case.rating")}</dt><dd>${t(`choice.score.${rating.score}`)}</dd>`}
      </dl>
    </section>
  `;
}
