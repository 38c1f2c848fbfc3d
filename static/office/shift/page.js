import { formatMoment, formatNumber } from "../../shared/format.js";
import { html, useEffect } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Note, Skeleton } from "../../shared/ui/parts.js";
import { QueueCards } from "../queue/cards.js";
import { loadQueues, MY_TURN, queues } from "../queue/store.js";
import { caseHref, pageHref, route } from "../router.js";
import { Page } from "../shell.js";
import { HandoverPage } from "./handover.js";
import { leftToMe, loadShift, news, trouble, waiting } from "./store.js";

/** Queues whose size says how the shift stands; the rest are in the list. */
const TILES = ["overdue", "about_to_be_late"];

/** @param {{ href: string, icon: string, tone?: string, count: number, words: string }} props */
const Tile = ({ href, icon, tone = "", count, words }) => html`
  <a class=${`shift-tile ${count ? tone : ""}`} href=${href}>
    <${Icon} name=${icon} /><strong class="numbers">${formatNumber(count)}</strong><span>${words}</span>
  </a>
`;

/** What a colleague left, before anything else. */
const Left = () => leftToMe().map(({ id, by, made_at: madeAt, items }) => html`
  <a key=${id} class="left-to-me" href=${pageHref("shift", "handover")}>
    <${Note} tone="warning" icon="hand-helping">
      <strong>${t("office.handover.left", { by, when: formatMoment(madeAt) })}</strong>
      <span class="block">${t("office.handover.matters", { n: items.length })} · ${t("office.handover.read")}</span>
    <//>
  </a>
`);

/** The start of a shift on one screen: what is late, what is new, what comes next. */
function Shift() {
  useEffect(() => {
    loadShift();
    loadQueues().catch(() => {});
  }, []);
  const counts = Object.fromEntries((queues.value ?? []).map(({ queue, count }) => [queue, count]));
  const list = waiting.value;
  return html`
    <${Page} title=${t("office.page.shift")}>
      ${trouble.value && html`<${Failure} words=${trouble.value} onRetry=${loadShift} />`}
      <${Left} />
      <div class="shift-tiles">
        <${Tile} href=${caseHref(MY_TURN)} icon="bell" tone="good" count=${news.value?.new ?? 0} words=${t("office.shift.new")} />
        ${TILES.filter((name) => name in counts).map((name) => html`
          <${Tile} key=${name} href=${caseHref(name)} icon=${name === "overdue" ? "triangle-alert" : "hourglass"}
            tone=${name === "overdue" ? "danger" : "warning"} count=${counts[name]} words=${t(`office.queue.${name}`)} />
        `)}
      </div>
      <section>
        <h2>${t("office.shift.next")}</h2>
        ${!list && !trouble.value && html`<${Skeleton} rows=${3} height="5.5rem" />`}
        ${list?.length === 0 && html`<${Empty} icon="circle-check" words=${t("office.empty.done")} />`}
        ${list && list.length > 0 && html`
          <div class="cells"><${QueueCards} items=${list} queue=${MY_TURN} cursor="" chosen="" showState=${true} /></div>
        `}
      </section>
      <a class="button wide" href=${caseHref(MY_TURN)}><${Icon} name="list" />${t("office.shift.all")}</a>
      <a class="button quiet wide" href=${pageHref("shift", "handover")}><${Icon} name="hand-helping" />${t("office.handover.title")}</a>
    <//>
  `;
}

/** The shift, or what is handed over between shifts. */
export default function ShiftPage() {
  return route.value.path[0] === "handover" ? html`<${HandoverPage} />` : html`<${Shift} />`;
}
