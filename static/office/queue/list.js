import { formatMoment } from "../../shared/format.js";
import { html, useLayoutEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { arrivals, lostAt } from "./arrivals.js";
import { QueueCards } from "./cards.js";
import { Seen } from "../../shared/ui/seen.js";
import { cursor, filters, items, loadMore, next, openQueue, queue, showArrivals, trouble, visit } from "./store.js";
import { QueueTable } from "./table.js";

/** Queues of one state need no column that says it. */
const PURE = ["to_accept", "to_dispatch", "to_acknowledge", "to_check", "to_publish", "to_decide"];

/** How much happened since the last visit. */
function News() {
  const { queue: name, since, new: fresh, changed } = visit.value ?? { queue: "", since: "" };
  if (name !== queue.value || !(fresh || changed)) return null;
  return html`
    <p class="news-count small" role="status">
      <${Icon} name="bell" />${t("office.news.since", { when: formatMoment(since) })}
      ${fresh ? html` <strong>${t("office.news.new", { n: fresh })}</strong>` : null}
      ${changed ? html` <strong>${t("office.news.changed", { n: changed })}</strong>` : null}
    </p>
  `;
}

/**
 * What waits to be shown, over the rows so that none moves; or that nothing comes any more.
 *
 * @param {{ wide: boolean }} props
 */
function Arrivals({ wide }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const asked = useRef("");
  const found = arrivals.value;
  useLayoutEffect(() => {
    if (!asked.current) return;
    const pane = box.current?.closest(".scroll");
    const target = pane?.querySelector(`[data-number="${asked.current}"] a`) ?? pane;
    asked.current = "";
    /** @type {HTMLElement | null | undefined} */ (target)?.focus();
  }, [items.value]);
  const show = () => {
    asked.current = showArrivals() || "list";
  };
  return html`
    <div class=${`arrivals ${wide ? "wide" : ""}`} role="status" ref=${box}>
      ${found && html`
        <button type="button" class="button pill" onClick=${show}>
          <${Icon} name="refresh-cw" />
          ${found.arrived.length ? t("office.live.arrived", { n: found.arrived.length }) : t("office.live.changed")}
        </button>
      `}
      ${!found && lostAt.value && html`
        <p class="pill lost"><${Icon} name="wifi-off" />${t("office.live.lost", { when: formatMoment(lostAt.value.toISOString()) })}</p>
      `}
    </div>
  `;
}

/** @returns {string} key of the words for an empty list */
function emptyWords() {
  if (filters.value) return "office.empty.filtered";
  return queue.value === "to_check" || queue.value === "closed" || queue.value === "all"
    ? `office.empty.${queue.value}`
    : "office.empty.done";
}

/**
 * The cases of the open queue, the ones with least time left first.
 *
 * @param {{ wide: boolean, chosen: string }} props `wide`: as a table
 */
export function QueueList({ wide, chosen }) {
  if (!items.value) {
    if (trouble.value) return html`<div class="pad"><${Failure} words=${trouble.value} onRetry=${openQueue} /></div>`;
    return html`<div class="pad"><${Skeleton} rows=${8} height=${wide ? "2.6rem" : "5.5rem"} /></div>`;
  }
  const showState = !PURE.includes(queue.value);
  const shared = { items: items.value, queue: queue.value, cursor: cursor.value, showState };
  return html`
    <${Arrivals} wide=${wide} />
    ${trouble.value && html`<div class="pad"><${Failure} words=${trouble.value} onRetry=${openQueue} /></div>`}
    <${Seen} path="/cases" />
    <${News} />
    ${items.value.length === 0 && html`<${Empty} icon="circle-check" words=${t(emptyWords())} />`}
    ${items.value.length > 0 && (wide
      ? html`<${QueueTable} ...${shared} />`
      : html`<${QueueCards} ...${shared} chosen=${chosen} />`)}
    ${next.value && html`
      <p class="more"><button type="button" class="button quiet" onClick=${loadMore}>${t("office.more")}</button></p>
    `}
  `;
}
