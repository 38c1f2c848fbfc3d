import { get, post } from "../../shared/api.js";
import { formatAgo } from "../../shared/format.js";
import { html, signal, useEffect } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { askWhoIAm } from "../lapse.js";
import { caseHref, pageHref } from "../router.js";
import { Page } from "../shell.js";

/** @typedef {import("../../shared/types.js").Notice} Notice */

const notices = signal(/** @type {Notice[] | null} */ (null));
const trouble = signal("");

async function load() {
  try {
    notices.value = (await get("/notices")).items;
    trouble.value = "";
  } catch (error) {
    trouble.value = sentenceOf(error);
  }
}

/** @param {number[] | "all"} ids */
async function markRead(ids) {
  await post("/notices/read", { ids }).catch(() => {});
  await Promise.all([load(), askWhoIAm()]);
}

/** What a notice is about. @param {Notice} notice */
const hrefOf = ({ case_number: number, list_id: list }) => {
  if (number) return caseHref("all", number);
  return list ? pageHref("lists", "rectification", list) : pageHref("me");
};

/** @param {{ notice: Notice }} props */
const Row = ({ notice }) => html`
  <a class=${`cell ${notice.read ? "" : "unread"}`} href=${hrefOf(notice)}
    onClick=${() => notice.read || markRead([notice.id])}>
    <span class="grow">
      <strong>${notice.title}</strong>
      ${!notice.read && html` <span class="badge info">${t("office.notice.new")}</span>`}
      <span class="block">${notice.body}</span>
      <span class="muted small numbers block">${formatAgo(notice.at)}${notice.case_number && ` · ${notice.case_number}`}</span>
    </span>
    <${Icon} name="chevron-right" />
  </a>
`;

/** What happened that concerns this person. */
export default function NoticesPage() {
  useEffect(() => void load(), []);
  const unread = notices.value?.some(({ read }) => !read);
  return html`
    <${Page} title=${t("office.page.notices")}>
      ${trouble.value && html`<${Failure} words=${trouble.value} onRetry=${load} />`}
      ${!notices.value && !trouble.value && html`<${Skeleton} rows=${5} />`}
      ${unread && html`
        <button type="button" class="button quiet" onClick=${() => markRead("all")}><${Icon} name="check" />${t("office.notice.read_all")}</button>
      `}
      ${notices.value?.length === 0 && html`<${Empty} icon="bell" words=${t("office.notice.none")} />`}
      ${notices.value && notices.value.length > 0 && html`
        <ul class="cells">${notices.value.map((notice) => html`<li key=${notice.id}><${Row} notice=${notice} /></li>`)}</ul>
      `}
    <//>
  `;
}
