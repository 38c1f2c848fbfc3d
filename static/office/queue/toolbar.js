import { config } from "../../shared/config.js";
import { formatNumber } from "../../shared/format.js";
import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { tabular } from "../layout.js";
import { lazy } from "../lazy.js";
import { caseHref, route } from "../router.js";
import { pickable, picking } from "./picked.js";
import { filters, queue, queues, setFilters } from "./store.js";

const TYPING_MS = 300;

/** Exceptions have a tab when there is one. */
const EXCEPTIONS = [
  "mine", "called", "co_handling", "returns_to_decide", "requests_to_decide", "to_decide",
  "supervised", "about_to_be_late", "overdue",
];
const FilterSheet = lazy(() => import("./filters.js"), "visually-hidden");

const shownQueues = () =>
  (queues.value ?? []).filter(({ queue: name, count }) =>
    count > 0 || name === queue.value || !EXCEPTIONS.includes(name));

/** The queues of this person, with how much waits in each. */
export function QueueTabs() {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [queue.value]);
  return html`
    <nav class="queue-tabs" aria-label=${t("office.queues")} ref=${list}>
      ${shownQueues().map(({ queue: name, count }) => html`
        <a key=${name} href=${caseHref(name)} aria-current=${name === queue.value ? "page" : undefined}>
          ${t(`office.queue.${name}`)} <span class="amount numbers">${formatNumber(count)}</span>
        </a>
      `)}
    </nav>
  `;
}

/** What kind of problem the list is narrowed to. */
export const TileSelect = () => html`
  <select class="input" aria-label=${t("office.filter.tile")} value=${route.value.query.tile ?? ""}
    onChange=${(/** @type {any} */ event) => setFilters({ tile: event.target.value })}>
    <option value="">${t("office.filter.all_tiles")}</option>
    ${config.tiles.map(({ code }) => html`<option key=${code} value=${code}>${t(`tile.${code}`)}</option>`)}
  </select>
`;

/** @param {{ icon: string, words: string, compact: boolean, on: boolean, onClick: () => void, pressed?: boolean }} props */
const ToolButton = ({ icon, words, compact, on, onClick, pressed }) => html`
  <button type="button" class=${`button quiet tool ${on ? "on" : ""}`} aria-label=${words} title=${words}
    aria-pressed=${pressed} onClick=${onClick}><${Icon} name=${icon} />${!compact && words}</button>
`;

/**
 * Search and filters of the open queue; the address has them, so a copied one does too.
 *
 * @param {{ compact: boolean }} props `compact`: beside an open case, or on a phone
 */
export function QueueFilter({ compact }) {
  const timer = useRef(0);
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [open, setOpen] = useState(false);
  const { q = "" } = route.value.query;
  useEffect(() => {
    if (box.current && document.activeElement !== box.current) box.current.value = q;
  }, [q]);
  /** @param {any} event */
  const onSearch = (event) => {
    clearTimeout(timer.current);
    if (event.isComposing) return;
    timer.current = setTimeout(() => setFilters({ q: event.target.value.trim() }), TYPING_MS);
  };
  return html`
    <div class="queue-filter" role="search">
      <div class="input-icon grow">
        <${Icon} name="search" />
        <input type="search" id="queue-search" ref=${box} class="input" aria-label=${t("office.search")} placeholder=${t("office.search")}
          defaultValue=${q} onInput=${onSearch} onCompositionEnd=${onSearch} />
      </div>
      ${!compact && html`<${TileSelect} />`}
      <${ToolButton} icon="sliders-horizontal" words=${t("office.views")} compact=${compact} on=${Boolean(filters.value)} onClick=${() => setOpen(true)} />
      ${!tabular.value && pickable.value && route.value.page === "queue" && html`
        <${ToolButton} icon="list-checks" words=${t("office.bulk.start")} compact on=${picking.value} pressed=${picking.value}
          onClick=${() => { picking.value = !picking.value; }} />
      `}
      ${open && html`<${FilterSheet} onClose=${() => setOpen(false)} />`}
    </div>
  `;
}
