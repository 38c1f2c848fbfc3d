import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { Skeleton } from "../../shared/ui/parts.js";
import { Seen } from "../../shared/ui/seen.js";
import { columns } from "../layout.js";
import { LazyCaseMap } from "../map/lazy.js";
import { TargetStrip } from "../outbox/strip.js";
import { HotMark } from "../patrol/hot.js";
import { ProofNote } from "../proof/note.js";
import { subjectOf } from "../queue/row-parts.js";
import { caseHref, route } from "../router.js";
import { TimeBadge } from "../time-badge.js";
import { ActionBar } from "./actions.js";
import { CameBack } from "./came-back.js";
import { Clocks } from "./clocks.js";
import { DoneStrip } from "./done.js";
import { Facts } from "./facts.js";
import { Holders } from "./holders.js";
import { CasePhotos } from "./photos.js";
import { Records } from "./records.js";
import { Reports } from "./reports.js";
import { Similar } from "./similar.js";
import { hasNewer, showNewer, trouble, view } from "./store.js";
import { CaseTimeline } from "./timeline.js";
import { Trouble } from "./trouble.js";

/** @typedef {import("../types.js").CaseView} CaseView */

/** @type {Record<string, string>} */
const MARK_TONES = { settled: "info", exempt: "good", late: "danger", false_closure: "danger" };

/** The clock of the list, and who has to act before it runs out. @param {{ shown: CaseView }} props */
const Standing = ({ shown }) => html`
  <p class="standing">
    <${StateBadge} state=${shown.state} />
    ${shown.urgent && html`<span class="badge danger"><${Icon} name="siren" />${t("office.urgent")}</span>`}
    ${shown.marks.map((mark) => html`<span class=${`badge ${MARK_TONES[mark] ?? ""}`} key=${mark}>${t(`office.mark.${mark}`)}</span>`)}
    <${HotMark} number=${shown.number} />
    ${shown.due_at && html`
      <${TimeBadge} clock=${shown} kind=${shown.clock} />
      <span class="muted small">${t("office.clock.of", { clock: t(`office.clock.${shown.clock}`) })}${shown.organisation && ` · ${shown.organisation.name}`}</span>
    `}
  </p>
`;

/** Others have done something meanwhile. The reading eye decides when the page changes. */
function Newer() {
  /** @param {Event & { currentTarget: HTMLElement }} event */
  const show = ({ currentTarget }) => {
    currentTarget.closest(".case")?.querySelector("h1")?.focus();
    showNewer();
  };
  return html`
    <div class="newer" role="status">
      ${hasNewer.value && html`
        <button type="button" class="button pill" onClick=${show}><${Icon} name="refresh-cw" />${t("office.live.case")}</button>
      `}
    </div>
  `;
}

/** @param {{ title: string, children?: any }} props */
const Section = ({ title, children }) => html`<section class="card"><h2>${title}</h2>${children}</section>`;

/**
 * One case: what is seen, what is known, what was said and done, and what can be done.
 *
 * @param {{ back: boolean }} props `back`: show the way back to the list
 */
export default function CasePage({ back }) {
  const shown = view.value;
  if (trouble.value) return html`<${Trouble} number=${route.value.number} back=${back ? caseHref(route.value.queue) : ""} />`;
  if (!shown) return html`<div class="pad"><${Skeleton} rows=${4} height="7rem" /></div>`;
  return html`
    <article class="case">
      <header class="case-head">
        ${back && html`
          <a class="button plain back" href=${caseHref(route.value.queue)}><${Icon} name="chevron-left" />${t("office.back")}</a>
        `}
        <div class="grow">
          <h1 tabindex="-1">${subjectOf(shown)}</h1>
          <p class="muted small numbers">${shown.number} · ${shown.street?.name}</p>
        </div>
        <${Standing} shown=${shown} />
        <${Newer} />
      </header>
      <${Seen} path=${`/cases/${encodeURIComponent(shown.number)}`} />
      <${TargetStrip} target=${shown.number} />
      <${DoneStrip} view=${shown} />
      <${CameBack} view=${shown} />
      <${ProofNote} proof=${shown.proof} state=${shown.state} />
      <div class="case-body">
        <${Records} view=${shown} alive />
        <${CasePhotos} photos=${shown.photos} />
        <${Section} title=${t("office.facts")}>
          <${Facts} view=${shown} />
          ${columns.value < 3 && html`
            <div class="spot"><${LazyCaseMap} points=${[shown]} chosen=${shown.number} focus=${shown} still /></div>
          `}
        <//>
        <${Section} title=${t("office.reports", { n: shown.reports.length })}><${Reports} number=${shown.number} reports=${shown.reports} /><//>
        ${shown.similar.length > 0 && html`
          <${Section} title=${t("office.similar", { n: shown.similar.length })}><${Similar} cases=${shown.similar} /><//>
        `}
        <${Records} view=${shown} alive=${false} />
        <${Section} title=${t("office.timeline")}><${CaseTimeline} events=${shown.timeline} /><//>
        ${shown.holders.length > 0 && html`
          <${Section} title=${t("office.holders")}><${Holders} holders=${shown.holders} /><//>
        `}
        <${Section} title=${t("office.clocks")}><${Clocks} clocks=${shown.clocks} /><//>
      </div>
      <${ActionBar} view=${shown} />
    </article>
  `;
}
