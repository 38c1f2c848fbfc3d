import { html, useEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { useLapsedPhotos } from "../../shared/photos/lapsed.js";
import { ActionPage } from "../case/action-page.js";
import { closeCase, openCase, renewPhotos, view } from "../case/store.js";
import { columns, tabular } from "../layout.js";
import { lazy } from "../lazy.js";
import { LazyCaseMap } from "../map/lazy.js";
import { OutboxStrip } from "../outbox/strip.js";
import { HotStrip } from "../patrol/hot.js";
import { caseHref, go, route } from "../router.js";
import { QueueList } from "./list.js";
import { picked, picking } from "./picked.js";
import { usePoints } from "./points.js";
import { usePolling } from "./poll.js";
import { QueueSelect } from "./select.js";
import { cursor, filters, items, openQueue, queue, refresh } from "./store.js";
import { QueueFilter, QueueTabs } from "./toolbar.js";

const fetchCasePage = () => import("../case/page.js");
const CasePage = lazy(fetchCasePage, "pad");
const BulkBar = lazy(() => import("./bulk/bar.js"), "visually-hidden");

/** Where each queue was scrolled to when it was left. @type {Map<string, number>} */
const places = new Map();

/** @param {{ wide: boolean, chosen: string }} props */
function ListPane({ wide, chosen }) {
  const pane = useRef(/** @type {HTMLElement | null} */ (null));
  const name = queue.value;
  const ready = items.value !== null;
  useEffect(() => {
    if (ready && pane.current) pane.current.scrollTop = places.get(name) ?? 0;
  }, [ready, name]);
  useEffect(() => {
    pane.current?.querySelector(`[data-number="${cursor.value}"]`)?.scrollIntoView({ block: "nearest" });
  }, [cursor.value]);
  return html`
    <section class="pane list-pane" aria-label=${t("office.list")}>
      <h1 class="visually-hidden">${t(`office.queue.${name}`)}</h1>
      ${!chosen || columns.value === 1
        ? html`<${QueueTabs} />`
        : html`<div class="queue-choice"><${QueueSelect} hrefOf=${caseHref} /></div>`}
      <${OutboxStrip} />
      <${HotStrip} />
      <${QueueFilter} compact=${!wide} />
      <div class="scroll" ref=${pane} tabindex="-1"
        onScroll=${() => places.set(name, pane.current?.scrollTop ?? 0)}>
        <${QueueList} wide=${wide} chosen=${chosen} />
      </div>
      ${(picked.value.length > 0 || picking.value) && html`<${BulkBar} key=${name} />`}
    </section>
  `;
}

/** @param {{ chosen: string }} props */
function MapPane({ chosen }) {
  const listed = usePoints(queue.value, filters.value, items.value);
  const open = chosen ? view.value : null;
  const points = open && !listed.some(({ number }) => number === chosen) ? [...listed, open] : listed;
  return html`
    <section class="pane map-pane" aria-label=${t("office.map.label")}>
      <${LazyCaseMap} points=${points} chosen=${chosen} focus=${open}
        onOpen=${(/** @type {string} */ number) => go(caseHref(queue.value, number))} />
    </section>
  `;
}

/** List, case and form or map: side by side as far as there is room. */
export function QueuePage() {
  const { number, action } = route.value;
  usePolling();
  useLapsedPhotos(() => (number ? renewPhotos() : refresh()));
  const listed = items.value !== null;
  useEffect(() => {
    if (listed || number) fetchCasePage().catch(() => {}); // asked for again when the case is shown
  }, [listed, number]);
  useEffect(() => {
    if (queue.value) openQueue();
  }, [queue.value, filters.value]);
  useEffect(() => {
    if (number) {
      cursor.value = number;
      openCase(number);
    } else closeCase();
  }, [number]);

  const room = columns.value;
  const list = html`<${ListPane} key="list" wide=${tabular.value && !number} chosen=${number} />`;
  const opened = html`<section class="pane case-pane scroll" key="case" aria-label=${t("office.case")}><${CasePage} back=${room === 1} /></section>`;
  const form = html`<section class="pane form-pane scroll" key="form"><${ActionPage} alone=${room < 3} /></section>`;
  const map = html`<${MapPane} key="map" chosen=${number} />`;
  if (room === 1) return action ? form : number ? opened : list;
  if (room === 2) return html`<div class=${`panes ${number ? "with-case" : ""}`}>${list}${action ? form : number ? opened : null}</div>`;
  return html`<div class=${`panes ${number ? "with-case" : ""}`}>${list}${number && opened}${action ? form : map}</div>`;
}
