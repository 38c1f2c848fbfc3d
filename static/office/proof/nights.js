import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Note } from "../../shared/ui/parts.js";

/** @typedef {{ night: string, started_at: string, finished_at: string | null, broken: { number: string, what: string }[] }} Night */

/** @param {{ night: Night }} props */
const NightRow = ({ night }) => html`
  <li class="cell">
    <span class="grow">
      <span class="numbers block">${night.night}</span>
      <span class="muted small block">${night.finished_at ? formatMoment(night.finished_at) : t("office.proof.unfinished")}</span>
    </span>
    ${night.broken.length === 0
      ? html`<span class="badge good"><${Icon} name="check" />${t("office.proof.whole")}</span>`
      : html`<span class="badge danger"><${Icon} name="triangle-alert" />${t("office.proof.broken", { n: night.broken.length })}</span>`}
  </li>
`;

/** What the nightly checks of all journals found. @param {{ found: { items: Night[] } }} props */
export const Nights = ({ found: { items } }) => html`
  ${items[0]?.broken.map(({ number, what }) => html`
    <${Note} key=${number} tone="danger" icon="triangle-alert"><p><span class="numbers">${number}</span> ${t(`office.proof.what.${what}`)}</p><//>
  `)}
  ${items.length === 0
    ? html`<${Empty} icon="clock" words=${t("office.proof.nights.none")} />`
    : html`<ul class="cells">${items.map((night) => html`<${NightRow} key=${night.night} night=${night} />`)}</ul>`}
`;
