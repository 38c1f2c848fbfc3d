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

/** Before and after, side by side; nothing where there is neither. @param {Line} line */
const pictures = ({ before_url, after_url, problem }) => (before_url || after_url) && html`
  <span class="before-after">
    ${before_url && html`<img class="thumb" src=${before_url} alt=${`${t("office.ledger.before")} ${problem}`} loading="lazy" />`}
    ${after_url && html`<img class="thumb" src=${after_url} alt=${`${t("office.ledger.after")} ${problem}`} loading="lazy" />`}
  </span>
`;

/** @param {Line} line */
const state = ({ state, late, recurrent }) => html`
  <${StateBadge} state=${state} />
  ${recurrent && html` <span class="badge warning"><${Icon} name="repeat" />${t("office.recurrent")}</span>`}
  ${late && html` <span class="badge danger"><${Icon} name="triangle-alert" />${t("office.ledger.late")}</span>`}
`;

/** @returns {import("../admin/shared/list.js").Column[]} */
const columns = () => [
  { name: t("office.case_number"), cell: ({ no, number }) => html`<span class="numbers number">${no}. ${number}</span>` },
  { name: t("office.ledger.place"), cell: ({ place }) => place },
  { name: t("office.ledger.problem"), cell: ({ problem }) => problem },
  { name: t("office.ledger.photos"), cell: pictures },
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
      <${Exports} wanted=${wanted}>
        <p role="status" class="numbers">${counted.data ? t("office.ledger.total", { n: counted.data.total }) : ""}</p>
      <//>
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
