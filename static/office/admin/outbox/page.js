import { post } from "../../../shared/api.js";
import { formatAgo, formatMoment } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { hasWords, t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { DataList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";
import { doNow } from "../../write.js";

/**
 * @typedef {{ id: number, topic: string, reason: string, attempts: number, created_at: string,
 *   given_up_at: string | null }} Letter
 */

/** @param {string} key @param {string} other key of the words for a `code` that has none @param {string} code */
const wordsFor = (key, other, code) => (hasWords(key) ? t(key) : t(other, { code }));

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.outbox.topic"), cell: ({ topic }) => wordsFor(`office.outbox.topic.${topic}`, "office.outbox.other_topic", topic) },
  { name: t("office.outbox.reason"), cell: ({ reason }) => wordsFor(`office.outbox.reason.${reason}`, "office.outbox.other_reason", reason) },
  { name: t("office.outbox.attempts"), cell: ({ attempts }) => String(attempts), className: "numbers" },
  { name: t("office.outbox.created"), cell: ({ created_at }) => html`<span title=${formatMoment(created_at)}>${formatAgo(created_at)}</span>` },
  { name: t("office.outbox.number"), cell: ({ id }) => String(id), className: "numbers" },
];

/** What could not be sent: why, and trying again. */
export default function OutboxPage() {
  const loaded = useLoaded("/admin/outbox/dead");
  /** @param {number[]} [ids] without them all */
  const retry = async (ids) => {
    if (await doNow(() => post("/admin/outbox/dead/retry", ids ? { ids } : {}), "office.outbox.retried")) await loaded.reload();
  };
  const tools = (/** @type {Letter} */ { id }) => html`
    <button type="button" class="button plain" aria-label=${`${t("office.outbox.retry")} ${id}`} onClick=${() => retry([id])}>
      <${Icon} name="refresh-cw" />${t("office.outbox.retry")}
    </button>
  `;
  const all = loaded.data?.total > 0 && html`
    <button type="button" class="button quiet" onClick=${() => retry()}><${Icon} name="refresh-cw" />${t("office.outbox.retry_all")}</button>
  `;
  return html`
    <${Screen} title=${t("office.admin.outbox")} tools=${all}>
      <${Note}>${t("office.outbox.hint")}<//>
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {{ items: Letter[], total: number }} */ { items, total }) => html`
          ${total > items.length && html`<p class="muted small">${t("office.outbox.first", { shown: items.length, total })}</p>`}
          <${DataList} rows=${items} columns=${columns()} label=${t("office.admin.outbox")} empty=${t("office.outbox.none")}
            keyOf=${(/** @type {Letter} */ { id }) => id} toolsOf=${tools} />
        `}
      <//>
    <//>
  `;
}
