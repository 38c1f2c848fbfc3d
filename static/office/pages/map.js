import { html, useEffect } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { LazyCaseMap } from "../map/lazy.js";
import { usePoints } from "../queue/points.js";
import { usePolling } from "../queue/poll.js";
import { filters, items, openQueue, queue } from "../queue/store.js";
import { caseHref, go, mapHref } from "../router.js";
import { QueueSelect } from "../queue/select.js";
import { QueueFilter } from "../queue/toolbar.js";

/** The cases of one queue on the whole page. */
export default function MapPage() {
  usePolling();
  useEffect(() => {
    if (queue.value) openQueue();
  }, [queue.value, filters.value]);
  const points = usePoints(queue.value, filters.value, items.value);
  return html`
    <section class="pane map-page">
      <header class="pane-head"><h1 class="grow">${t("office.page.map")}</h1><${QueueSelect} hrefOf=${mapHref} /></header>
      <${QueueFilter} compact />
      <${LazyCaseMap} points=${points}
        onOpen=${(/** @type {string} */ number) => go(caseHref(queue.value, number))} />
    </section>
  `;
}
