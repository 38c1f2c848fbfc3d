import { post, put } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { formatDay, formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";
import { useLoaded, WhenLoaded } from "../load.js";
import { pageHref } from "../router.js";
import { DataList } from "../ui/list.js";
import { Screen } from "../ui/screen.js";
import { CaseLink, doneWords, Paper, Standing } from "./parts.js";
import { Status } from "./rectifications.js";

/**
 * @typedef {{ id: number, no: number, case_number: string | null, category: string, place: string,
 *   words: string, state: string | null, done: boolean, done_at: string | null }} Item
 * @typedef {import("./rectifications.js").Summary & { may_receive: boolean, may_mark: boolean,
 *   items: Item[] }} List
 */

/** @returns {import("../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.lists.matter"), cell: ({ no, category, words }) => html`${no}. ${[category, words].filter(Boolean).join(" · ")}` },
  { name: t("office.lists.place"), cell: ({ place }) => place },
  { name: t("office.case_number"), cell: ({ case_number }) => case_number && html`<${CaseLink} number=${case_number} />` },
  { name: t("office.lists.state"), cell: (item) => html`<${Standing} item=${item} />` },
  { name: t("office.lists.done_at"), cell: ({ done_at }) => done_at && formatMoment(done_at), className: "numbers" },
];

/** @param {{ list: List }} props */
const Facts = ({ list }) => html`
  <dl class="admin-facts">
    <dt>${t("office.lists.issuer")}</dt><dd>${list.issuer.name} · ${formatMoment(list.issued_at)}</dd>
    <dt>${t("office.lists.organisation")}</dt><dd>${list.organisation.name}</dd>
    <dt>${t("office.lists.due")}</dt><dd>${formatDay(list.due)}</dd>
    <dt>${t("office.lists.receipt")}</dt>
    <dd>${list.received_at ? `${list.received_by} · ${formatMoment(list.received_at)}` : t("office.lists.not_received")}</dd>
    <dt>${t("office.lists.progress")}</dt><dd>${doneWords(list)}</dd>
  </dl>
`;

/** @param {{ list: List, onChange: (fresh: List) => void }} props */
function Opened({ list, onChange }) {
  const { busy, run } = useDeed(toast);
  /** @param {() => Promise<List>} write @param {string} [said] */
  const change = (write, said) => run(async () => {
    onChange(await write());
    if (said) toast(said);
  });
  const path = `/rectification-lists/${list.id}`;
  /** @param {Item} item */
  const mark = (item) => change(() => put(`${path}/items/${item.id}`, { done: !item.done }));
  /** @param {Item} item */
  const markOf = (item) => !item.case_number && html`
    <button type="button" class="button quiet" aria-disabled=${busy} onClick=${() => mark(item)}>
      <${Icon} name=${item.done ? "undo-2" : "check"} />${t(item.done ? "office.lists.unmark" : "office.lists.mark")}<span class="visually-hidden">: ${item.no}</span>
    </button>
  `;
  return html`
    <section class="card stack">
      <p><strong>${list.title}</strong> <${Status} list=${list} /></p>
      <${Facts} list=${list} />
      <${Paper} print=${`/office/print/rectification/${list.id}`} file=${`/api/v1/rectification-lists/${list.id}/file`} />
      ${list.may_receive && html`
        <p><button type="button" class="button" aria-disabled=${busy} onClick=${() => change(() => post(`${path}/receipt`), t("office.lists.received"))}>
          <${Icon} name="check" />${t("office.lists.receive")}
        </button></p>
      `}
    </section>
    <${DataList} rows=${list.items} columns=${columns()} label=${list.number} empty="" keyOf=${(/** @type {Item} */ item) => item.id}
      toolsOf=${list.may_mark && list.items.some(({ case_number }) => !case_number) ? markOf : undefined} />
  `;
}

/** One rectification list. @param {{ id: string }} props */
export function Rectification({ id }) {
  const from = useLoaded(`/rectification-lists/${encodeURIComponent(id)}`);
  return html`
    <${Screen} title=${from.data?.number ?? t("office.lists.rectification")} back=${pageHref("lists", "rectification")}>
      <${WhenLoaded} from=${from}>${(/** @type {List} */ list) => html`<${Opened} list=${list} onChange=${from.put} />`}<//>
    <//>
  `;
}
