import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { may } from "../../shared/session.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { PagedList } from "../admin/shared/list.js";
import { useListed, useLoaded } from "../admin/shared/load.js";
import { Screen } from "../admin/shared/screen.js";
import { caseHref, pageHref, route } from "../router.js";
import { Exports } from "./exports.js";
import { Filters } from "./filters.js";
import { Quantities } from "./quantities.js";
import { wantedOf } from "./store.js";

/** @typedef {import("./store.js").Line} Line */

/** @param {{ url: string | null, words: string }} props */
const Picture = ({ url, words }) =>
  url ? html`<img class="thumb" src=${url} alt=${words} loading="lazy" />` : html`<span class="muted">—</span>`;

/** @param {Line} line */
const state = ({ state, late }) => html`
  <${StateBadge} state=${state} />
  ${late && html` <span class="badge danger"><${Icon} name="triangle-alert" />${t("office.ledger.late")}</span>`}
`;

/** @returns {import("../admin/shared/list.js").Column[]} */
const columns = () => [
  { name: t("office.case_number"), cell: ({ no, number }) => html`<span class="numbers">${no}. ${number}</span>` },
  { name: t("office.ledger.place"), cell: ({ place }) => place },
  { name: t("office.ledger.problem"), cell: ({ problem }) => problem },
  { name: t("office.ledger.before"), cell: ({ before_url, problem }) => html`<${Picture} url=${before_url} words=${`${t("office.ledger.before")} ${problem}`} />` },
  { name: t("office.ledger.after"), cell: ({ after_url, problem }) => html`<${Picture} url=${after_url} words=${`${t("office.ledger.after")} ${problem}`} />` },
  { name: t("office.ledger.holder"), cell: ({ organisation, person }) => [organisation, person].filter(Boolean).join(" · ") },
  { name: t("office.ledger.due"), cell: ({ due_at }) => due_at && formatMoment(due_at), className: "numbers" },
  { name: t("office.ledger.state"), cell: state },
  { name: t("office.ledger.done"), cell: ({ done_at }) => done_at && formatMoment(done_at), className: "numbers" },
  { name: t("office.ledger.checker"), cell: ({ checker }) => checker },
];

/** @param {{ shown: "ledger" | "quantities" }} props */
const Tabs = ({ shown }) => may("statistics.read") && html`
  <nav class="segments" aria-label=${t("office.page.ledger")}>
    <a href=${pageHref("ledger")} aria-current=${shown === "ledger" ? "page" : undefined}>${t("office.ledger.cases")}</a>
    <a href=${pageHref("ledger", "quantities")} aria-current=${shown === "quantities" ? "page" : undefined}>${t("office.ledger.quantities")}</a>
  </nav>
`;

function Ledger() {
  const wanted = wantedOf(route.value.query);
  const from = useListed("/ledger", wanted);
  const counted = useLoaded("/ledger", { ...wanted, limit: 1 });
  const print = `/office/print/ledger?${new URLSearchParams(wanted)}`;
  const tools = html`
    <a class="button quiet" href=${print} target="_blank" rel="noopener"><${Icon} name="printer" />${t("office.lists.print")}</a>
  `;
  return html`
    <${Screen} title=${t("office.page.ledger")} back="" tools=${tools}>
      <${Tabs} shown="ledger" />
      <${Filters} wanted=${wanted} />
      ${counted.data && html`<p role="status" class="numbers">${t("office.ledger.total", { n: counted.data.total })}</p>`}
      ${may("ledger.export") && html`<${Exports} wanted=${wanted} />`}
      <div class="ledger-lines">
        <${PagedList} from=${from} columns=${columns()} label=${t("office.page.ledger")} empty=${t("office.ledger.none")}
          keyOf=${(/** @type {Line} */ line) => line.number} hrefOf=${(/** @type {Line} */ line) => caseHref("all", line.number, "", {})} />
      </div>
    <//>
  `;
}

/** The ledger (整改台账), and what its cases add up to. */
export default function LedgerPage() {
  if (route.value.path[0] !== "quantities") return html`<${Ledger} />`;
  return html`
    <${Screen} title=${t("office.page.ledger")} back="">
      <${Tabs} shown="quantities" />
      <${Quantities} />
    <//>
  `;
}
