import { get, post, put, remove } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { formatDay } from "../../shared/format.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { useLoaded, WhenLoaded } from "../load.js";
import { pageHref } from "../router.js";
import { ConfirmButton } from "../ui/confirm.js";
import { Screen } from "../ui/screen.js";
import { AddItem } from "./add-item.js";
import { CaseLink, doneWords, Paper, Standing } from "./parts.js";

/**
 * @typedef {{ id: number, no: number, words: string, category: string, address: string,
 *   owner: string, due: string | null, overdue: boolean, photo_url: string | null,
 *   case_number: string | null, state: string | null, done: boolean }} Item
 * @typedef {import("./community-lists.js").Summary & { may_edit: boolean, items: Item[] }} List
 */

/** @param {{ item: Item }} props */
const Facts = ({ item }) => html`
  <p class="small muted">${[item.category, item.address].filter(Boolean).join(" · ")}</p>
  <p class="small">
    ${item.owner && html`<span><${Icon} name="user" />${item.owner}</span>`}
    ${item.due && html`<span class=${item.overdue ? "late" : ""}><${Icon} name="calendar-days" />${t(item.overdue ? "office.lists.was_due" : "office.lists.due_on", { day: formatDay(item.due) })}</span>`}
    <${CaseLink} number=${item.case_number} />
  </p>
`;

/** @param {{ path: string, item: Item, mayEdit: boolean, reload: () => Promise<void> }} props */
function Card({ path, item, mayEdit, reload }) {
  const { busy, run } = useDeed(toast);
  const own = `${path}/items/${item.id}`;
  /** @param {() => Promise<any>} write @param {(answer: any) => string} [said] */
  const change = (write, said) => run(async () => {
    const answer = await write();
    if (said) toast(said(answer));
    await reload();
  });
  return html`
    <li class="card community-item">
      ${item.photo_url
        ? html`<img class="thumb" src=${item.photo_url} alt=${t("office.lists.photo_of", { n: item.no })} loading="lazy" />`
        : html`<span class="thumb none"><${Icon} name="image" /></span>`}
      <div class="grow">
        <p class="head"><strong>${item.no}. ${item.words}</strong> <${Standing} item=${item} /></p>
        <${Facts} item=${item} />
      </div>
      ${mayEdit && html`
        <div class="tools">
          ${!item.case_number && !item.done && html`
            <button type="button" class="button" aria-disabled=${busy}
              onClick=${() => change(() => post(`${own}/case`), ({ case_number }) => t("office.lists.case_made", { number: case_number }))}>
              <${Icon} name="file-check" />${t("office.lists.make_case")}<span class="visually-hidden">: ${item.no}</span>
            </button>
          `}
          ${!item.case_number && html`
            <button type="button" class="button quiet" aria-disabled=${busy} onClick=${() => change(() => put(own, { done: !item.done }))}>
              <${Icon} name=${item.done ? "undo-2" : "check"} />${t(item.done ? "office.lists.unmark" : "office.lists.mark")}<span class="visually-hidden">: ${item.no}</span>
            </button>
          `}
          <${ConfirmButton} words=${t("office.lists.delete")} icon="trash-2" danger label=${`${t("office.lists.delete")} ${item.no}`}
            question=${t(item.case_number ? "office.lists.delete_listed" : "office.lists.delete_sure")} onConfirm=${() => change(() => remove(own))} />
        </div>
      `}
    </li>
  `;
}

/** @param {{ list: List, reload: () => Promise<void> }} props */
function Opened({ list, reload }) {
  const path = `/community-lists/${list.id}`;
  const [adding, setAdding] = useState(false);
  const added = () => {
    setAdding(false);
    reload();
  };
  return html`
    <p class="muted">${list.organisation.name} · ${formatDay(list.opened_at)} · ${doneWords(list)}</p>
    <${Paper} print=${`/office/print/community/${list.id}`} file=${`/api/v1/community-lists/${list.id}/file`} />
    ${list.may_edit && !adding && html`
      <p><button type="button" class="button" onClick=${() => setAdding(true)}><${Icon} name="plus" />${t("office.lists.add_item")}</button></p>
    `}
    ${adding && html`<${AddItem} path=${path} onAdded=${added} />`}
    ${list.items.length === 0 && !adding && html`<${Empty} icon="clipboard-list" words=${t("office.lists.empty")} />`}
    <ul class="stack">
      ${list.items.map((item) => html`<${Card} key=${item.id} path=${path} item=${item} mayEdit=${list.may_edit} reload=${reload} />`)}
    </ul>
  `;
}

/** One list of a community or street. @param {{ id: string }} props */
export function CommunityList({ id }) {
  const path = `/community-lists/${encodeURIComponent(id)}`;
  const from = useLoaded(path);
  const reload = async () => from.put(await get(path));
  return html`
    <${Screen} title=${from.data?.title ?? t("office.lists.community")} back=${pageHref("lists", "community")}>
      <${WhenLoaded} from=${from}>${(/** @type {List} */ list) => html`<${Opened} list=${list} reload=${reload} />`}<//>
    <//>
  `;
}
