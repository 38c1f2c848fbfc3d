import { formatDay } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { may } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { useListed, useLoaded } from "../load.js";
import { pageHref } from "../router.js";
import { PagedList } from "../ui/list.js";
import { NewLink, Screen } from "../ui/screen.js";
import { doneWords } from "./parts.js";

/**
 * @typedef {import("../types.js").Named} Named
 * @typedef {{ id: number, number: string, title: string, issuer: Named, organisation: Named,
 *   issued_at: string, due: string, overdue: boolean, received_at: string | null,
 *   received_by: string | null, status: "issued" | "received" | "done", count: number,
 *   done: number }} Summary
 * @typedef {{ due: number, closed: number, percent: string | null, low: boolean }} Rate
 */

/** @type {Record<Summary["status"], [string, string]>} tone and icon */
const LOOKS = { issued: ["warning", "inbox"], received: ["info", "check"], done: ["good", "circle-check"] };

/** How far a list is, in words and colour. @param {{ list: Summary }} props */
export const Status = ({ list }) => {
  const [tone, icon] = LOOKS[list.status];
  return html`
    <span class=${`badge ${tone}`}><${Icon} name=${icon} />${t(`office.lists.status.${list.status}`)}</span>
    ${list.overdue && html` <span class="badge danger"><${Icon} name="triangle-alert" />${t("office.lists.overdue")}</span>`}
  `;
};

/** 整改落实率: below 95 % it is red, and says so. @param {{ rate: Rate }} props */
const RateCard = ({ rate }) => html`
  <section class="card rate" aria-label=${t("office.lists.rate")}>
    <p class="muted">${t("office.lists.rate")}</p>
    <p class=${`figure numbers ${rate.low ? "low" : ""}`}>${rate.percent === null ? "—" : `${rate.percent}%`}</p>
    <p>
      ${rate.percent === null
        ? html`<span class="muted">${t("office.lists.rate.nothing_due")}</span>`
        : html`
          <span class=${`badge ${rate.low ? "danger" : "good"}`}>
            <${Icon} name=${rate.low ? "triangle-alert" : "circle-check"} />${t(rate.low ? "office.lists.rate.low" : "office.lists.rate.good")}
          </span>
          <span class="muted small">${t("office.lists.rate.of", { due: rate.due, closed: rate.closed })}</span>
        `}
    </p>
  </section>
`;

/** @returns {import("../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.lists.number"), cell: ({ number, title }) => html`${number} <span class="title">${title}</span>` },
  { name: t("office.lists.status"), cell: (list) => html`<${Status} list=${list} />` },
  { name: t("office.lists.organisation"), cell: ({ organisation }) => organisation.name },
  { name: t("office.lists.issuer"), cell: ({ issuer }) => issuer.name },
  { name: t("office.lists.due"), cell: ({ due }) => formatDay(due), className: "numbers" },
  { name: t("office.lists.progress"), cell: doneWords, className: "numbers" },
];

/** The rectification lists a person issued, was sent, or supervises. @param {{ tabs: any }} props */
export function Rectifications({ tabs }) {
  const from = useListed("/rectification-lists");
  const rate = useLoaded("/rectification-lists", { limit: 1 });
  const tools = may("list.issue") && html`<${NewLink} href=${pageHref("lists", "rectification", "new")} words=${t("office.lists.issue")} />`;
  return html`
    <${Screen} title=${t("office.page.lists")} back="" tools=${tools}>
      ${tabs}
      ${rate.data && html`<${RateCard} rate=${rate.data.rate} />`}
      <${PagedList} from=${from} columns=${columns()} label=${t("office.lists.rectification")} empty=${t("office.lists.none")}
        keyOf=${(/** @type {Summary} */ list) => list.id} hrefOf=${(/** @type {Summary} */ list) => pageHref("lists", "rectification", list.id)} />
    <//>
  `;
}
