import { get, post } from "../../shared/api.js";
import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { loadMe } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { Seen } from "../../shared/ui/seen.js";
import { Whole } from "../../shared/ui/whole.js";
import { useLoaded } from "../load.js";
import { Page } from "../page.js";

/** @typedef {import("../../shared/types.js").Notice} Notice */

/** Show the notices, then count them as read: the marks stay until the next visit. @returns {Promise<Notice[]>} */
async function loadNotices() {
  const { items, unread } = await get("/notices");
  if (unread) post("/notices/read", { ids: "all" }).then(loadMe, () => {});
  return items;
}

/** @param {{ notice: Notice }} props */
const NoticeText = ({ notice: { at, title, body, read } }) => html`
  <${Icon} name="bell" />
  <span class="grow">
    <strong class="block">${title} ${!read && html`<span class="badge info">${t("notices.new")}</span>`}</strong>
    <span class="block"><${Whole} words=${body} /></span>
    <span class="muted small">${formatMoment(at)}</span>
  </span>
`;

/** What the city has told this person. */
export function NoticesPage() {
  const { data, fault, reload } = useLoaded(loadNotices);
  return html`
    <${Page} title=${t("notices.title")} back="/me">
      ${fault && html`<${Failure} words=${fault} onRetry=${reload} />`}
      ${!data && !fault && html`<${Skeleton} />`}
      ${data?.length === 0 && html`<div class="card"><${Empty} icon="bell" words=${t("notices.none")} /></div>`}
      <${Seen} path="/notices" />
      <ul class="cells">
        ${data?.map((notice) => html`
          <li key=${notice.id}>
            ${notice.case_number
              ? html`<a class="cell" href=${notice.public ? `/c/${notice.case_number}` : `#/follow/${notice.case_number}`}><${NoticeText} notice=${notice} /></a>`
              : html`<div class="cell"><${NoticeText} notice=${notice} /></div>`}
          </li>
        `)}
      </ul>
    <//>
  `;
}
