import { config } from "../../shared/config.js";
import { formatNumber } from "../../shared/format.js";
import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { columns } from "../layout.js";
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

/** Search and filters of the open queue; the address has them, so a copied one does too. */
export function QueueFilter() {
  const timer = useRef(0);
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [open, setOpen] = useState(false);
  const { q = "", tile = "" } = route.value.query;
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
      <select class="input" aria-label=${t("office.filter.tile")} value=${tile}
        onChange=${(/** @type {any} */ event) => setFilters({ tile: event.target.value })}>
        <option value="">${t("office.filter.all_tiles")}</option>
        ${config.tiles.map(({ code }) => html`<option key=${code} value=${code}>${t(`tile.${code}`)}</option>`)}
      </select>
      <button type="button" class=${`button quiet ${filters.value ? "on" : ""}`} aria-haspopup="dialog" onClick=${() => setOpen(true)}>
        <${Icon} name="sliders-horizontal" />${t("office.views")}
      </button>
      ${columns.value === 1 && pickable.value && html`
        <button type="button" class=${`button quiet ${picking.value ? "on" : ""}`} aria-pressed=${picking.value}
          onClick=${() => { picking.value = !picking.value; }}><${Icon} name="list-checks" />${t("office.bulk.start")}</button>
      `}
      ${open && html`<${FilterSheet} onClose=${() => setOpen(false)} />`}
    </div>
  `;
}
