import { formatMoment, formatNumber } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";

/**
 * Who held the case, from when to when and for how long; suspensions do not count.
 *
 * @param {{ holders: import("../types.js").Holder[] }} props
 */
export const Holders = ({ holders }) => html`
  <ol class="holders">
    ${holders.map(({ organisation, person, since, until, hours }) => html`
      <li key=${since}>
        <span class="who">${[organisation.name, person].filter(Boolean).join(" · ")}</span>
        <span class="hours numbers">${t("office.holder.hours", { n: formatNumber(Math.round(hours * 10) / 10) })}</span>
        <span class="muted small numbers">
          <time datetime=${since}>${formatMoment(since)}</time> – ${until ? html`<time datetime=${until}>${formatMoment(until)}</time>` : t("office.holder.now")}
        </span>
      </li>
    `)}
  </ol>
`;
