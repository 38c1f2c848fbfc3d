import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { may } from "../../shared/session.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { useListed, useLoaded } from "../load.js";
import { caseHref, pageHref, route } from "../router.js";
import { PagedList } from "../ui/list.js";
import { Screen } from "../ui/screen.js";
import { Clues } from "./clues.js";
import { Exports } from "./exports.js";
import { Figures } from "./figures.js";
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

/** @returns {import("../ui/list.js").Column[]} */
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

/** @typedef {"cases" | "quantities" | "figures" | "clues"} Part */

/** What each part needs, and what it shows beside the tabs. @type {Record<Part, { needs: string, Body: () => any }>} */
const PARTS = {
  cases: { needs: "ledger.read", Body: () => html`<${Ledger} />` },
  quantities: { needs: "statistics.read", Body: () => html`<${Quantities} />` },
  figures: { needs: "statistics.read", Body: () => html`<${Figures} />` },
  clues: { needs: "clue.read", Body: () => html`<${Clues} />` },
};

/** The parts this person may read. */
const myParts = () => /** @type {Part[]} */ (Object.keys(PARTS)).filter((part) => may(PARTS[part].needs));

/** @param {{ shown: Part }} props */
const Tabs = ({ shown }) => myParts().length > 1 && html`
  <nav class="segments" aria-label=${t("office.page.ledger")}>
    ${myParts().map((part) => html`
      <a key=${part} href=${part === "cases" ? pageHref("ledger") : pageHref("ledger", part)}
        aria-current=${shown === part ? "page" : undefined}>${t(`office.ledger.${part}`)}</a>
    `)}
  </nav>
`;

function Ledger() {
  const wanted = wantedOf(route.value.query);
  const from = useListed("/ledger", wanted);
  const counted = useLoaded("/ledger", { ...wanted, limit: 1 });
  return html`
    <${Filters} wanted=${wanted} />
    <${Exports} wanted=${wanted}>
      <p role="status" class="numbers">${counted.data ? t("office.ledger.total", { n: counted.data.total }) : ""}</p>
    <//>
    <div class="ledger-lines">
      <${PagedList} from=${from} columns=${columns()} label=${t("office.page.ledger")} empty=${t("office.ledger.none")}
        keyOf=${(/** @type {Line} */ line) => line.number} hrefOf=${(/** @type {Line} */ line) => caseHref("all", line.number, "", {})} />
    </div>
  `;
}

/** A ledger as it is on the screen, for paper. */
const PrintLedger = () => html`
  <a class="button quiet" href=${`/office/print/ledger?${new URLSearchParams(wantedOf(route.value.query))}`} target="_blank" rel="noopener">
    <${Icon} name="printer" />${t("office.lists.print")}
  </a>
`;

/** The ledger (整改台账), what its cases add up to, and what they point at. */
export default function LedgerPage() {
  const shown = myParts().find((part) => part === route.value.path[0]) ?? myParts()[0];
  const { Body } = PARTS[shown];
  return html`
    <${Screen} title=${t(myParts().length > 1 ? "office.page.ledger" : `office.ledger.${shown}`)} back="" tools=${shown === "cases" && html`<${PrintLedger} />`}>
      <${Tabs} shown=${shown} />
      <${Body} />
    <//>
  `;
}
