import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { caseHref } from "../router.js";
import { tileWords } from "../words.js";

/**
 * @typedef {import("./store.js").Round} Round
 * @typedef {import("./store.js").FoundCase} FoundCase
 */

/** @param {{ found: FoundCase }} props */
const Row = ({ found }) => html`
  <a class="cell found" href=${caseHref("all", found.number)}>
    ${found.thumb_url
      ? html`<img class="thumb" src=${found.thumb_url} alt="" loading="lazy" />`
      : html`<span class="thumb"><${Icon} name="image" /></span>`}
    <span class="grow">
      <span class="row"><strong>${found.category?.name ?? tileWords(found.tile)}</strong><${StateBadge} state=${found.state} /></span>
      ${found.address && html`<span class="block">${found.address}</span>`}
      <span class="muted small numbers block">${found.number}</span>
    </span>
    <${Icon} name="chevron-right" />
  </a>
`;

/** What was found on a round, the newest first. @param {{ round: Round }} props */
export const Found = ({ round }) => html`
  ${round.cases.length > 0 && html`
    <section>
      <h2>${t("office.patrol.found", { n: round.issues })}</h2>
      <ul class="cells">${[...round.cases].reverse().map((found) => html`<li key=${found.number}><${Row} found=${found} /></li>`)}</ul>
    </section>
  `}
`;

/** Kind, time and way of a round. @param {{ round: import("./store.js").RoundItem }} props */
export const RoundFacts = ({ round }) => html`
  <p class="round-facts">
    <strong>${t(`office.patrol.kind.${round.kind}`)}</strong>
    ${round.off_window && html`<span class="badge warning"><${Icon} name="clock" />${t("office.patrol.off_window")}</span>`}
    <span class="muted numbers">${formatMoment(round.started_at)}</span>
    ${(round.route || round.area) && html`<span class="muted">${[round.area?.name, round.route].filter(Boolean).join(" · ")}</span>`}
  </p>
`;
