import { post } from "../../shared/api.js";
import { formatDay } from "../../shared/format.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { RecordForm } from "../forms/record-form.js";
import { useListed, useLoaded } from "../load.js";
import { go, pageHref } from "../router.js";
import { PagedList } from "../ui/list.js";
import { Screen } from "../ui/screen.js";
import { doneWords } from "./parts.js";

/**
 * @typedef {import("../types.js").Named} Named
 * @typedef {{ id: number, title: string, organisation: Named, area: string, opened_at: string,
 *   count: number, done: number }} Summary
 */

/** @returns {import("../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.lists.title"), cell: ({ title }) => title },
  { name: t("office.lists.office"), cell: ({ organisation }) => organisation.name },
  { name: t("office.lists.opened"), cell: ({ opened_at }) => formatDay(opened_at), className: "numbers" },
  { name: t("office.lists.progress"), cell: doneWords, className: "numbers" },
];

/** The lists that communities and streets keep for themselves. @param {{ tabs: any }} props */
export function CommunityLists({ tabs }) {
  const from = useListed("/community-lists");
  const rights = useLoaded("/community-lists", { limit: 1 });
  const [open, setOpen] = useState(false);
  const tools = rights.data?.may_open && !open && html`
    <button type="button" class="button" onClick=${() => setOpen(true)}><${Icon} name="plus" />${t("office.lists.open_list")}</button>
  `;
  return html`
    <${Screen} title=${t("office.page.lists")} back="" tools=${tools}>
      ${tabs}
      ${open && html`
        <section class="card">
          <${RecordForm} name="community_list" submit=${t("office.lists.open_list")}
            fields=${[{ name: "title", type: "text", required: true, max: 80 }]}
            send=${(/** @type {Record<string, any>} */ { title }) => post("/community-lists", { title })}
            onDone=${(/** @type {{ id: number }} */ { id }) => go(pageHref("lists", "community", id))} />
        </section>
      `}
      <${PagedList} from=${from} columns=${columns()} label=${t("office.lists.community")} empty=${t("office.lists.none_open")}
        keyOf=${(/** @type {Summary} */ list) => list.id} hrefOf=${(/** @type {Summary} */ list) => pageHref("lists", "community", list.id)} />
    <//>
  `;
}
