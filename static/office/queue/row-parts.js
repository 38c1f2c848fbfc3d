import { formatDay } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { me } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { TimeBadge } from "../time-badge.js";
import { tileWords } from "../words.js";
import { hasLeft } from "./arrivals.js";

/** @typedef {import("../types.js").CaseItem} CaseItem */

/** @param {{ item: CaseItem }} props */
export const Thumb = ({ item }) =>
  item.thumb_url
    ? html`<img class="thumb" src=${item.thumb_url} alt="" loading="lazy" />`
    : html`<span class="thumb none"><${Icon} name="image" /></span>`;

/** How long is left; for what has no clock any more, when it was reported. @param {{ item: CaseItem }} props */
export const ItemTime = ({ item }) =>
  item.due_at
    ? html`<${TimeBadge} clock=${item} kind=${item.clock} />`
    : html`<span class="badge time neutral numbers">${t("office.reported_on", { day: formatDay(item.submitted_at) })}</span>`;

/** What the case is about: the category once it has one, else the tile. @param {Pick<CaseItem, "category" | "tile">} item */
export const subjectOf = (item) => item.category?.name ?? tileWords(item.tile);

/** @param {{ item: CaseItem }} props */
export const Marks = ({ item }) => html`
  ${hasLeft(item.number) && html`<span class="badge"><${Icon} name="log-out" />${t("office.live.left")}</span>`}
  ${item.news && html`<span class=${`badge news ${item.news}`}>${t(`office.news.mark.${item.news}`)}</span>`}
  ${item.urgent && html`<span class="badge danger"><${Icon} name="siren" />${t("office.urgent")}</span>`}
  ${item.recurrent && html`<span class="badge warning"><${Icon} name="repeat" />${t("office.recurrent")}</span>`}
  ${item.reports > 1 && html`
    <span class="badge numbers"><${Icon} name="users" />${t("office.reports_n", { n: item.reports })}</span>
  `}
`;

/** Who holds the case: the organisation, and the person where one is named. @param {Pick<CaseItem, "organisation" | "person">} item */
export const holderOf = ({ organisation, person }) =>
  [organisation?.name, person].filter(Boolean).join(" · ");

/** The same in a list, where one's own organisation goes without saying. @param {CaseItem} item */
export const otherHolderOf = ({ organisation, person }) =>
  holderOf({ organisation: organisation?.code === me.value?.organisation?.code ? null : organisation, person });
