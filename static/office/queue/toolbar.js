import { config } from "../../shared/config.js";
import { formatNumber } from "../../shared/format.js";
import { html, useEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { caseHref } from "../router.js";
import { queue, queues, search, tile } from "./store.js";

const TYPING_MS = 300;

/** The queues of this person, with how much waits in each. */
export function QueueTabs() {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [queue.value]);
  return html`
    <nav class="queue-tabs" aria-label=${t("office.queues")} ref=${list}>
      ${(queues.value ?? []).map(({ queue: name, count }) => html`
        <a key=${name} href=${caseHref(name)} aria-current=${name === queue.value ? "page" : undefined}>
          ${t(`office.queue.${name}`)} <span class="amount numbers">${formatNumber(count)}</span>
        </a>
      `)}
    </nav>
  `;
}

/** Search and filter of the open queue. */
export function QueueFilter() {
  const timer = useRef(0);
  /** @param {any} event */
  const onSearch = (event) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { search.value = event.target.value; }, TYPING_MS);
  };
  return html`
    <div class="queue-filter" role="search">
      <div class="input-icon grow">
        <${Icon} name="search" />
        <input type="search" id="queue-search" class="input" aria-label=${t("office.search")} placeholder=${t("office.search")}
          defaultValue=${search.value} onInput=${onSearch} />
      </div>
      <select class="input" aria-label=${t("office.filter.tile")} value=${tile.value}
        onChange=${(/** @type {any} */ event) => { tile.value = event.target.value; }}>
        <option value="">${t("office.filter.all_tiles")}</option>
        ${config.tiles.map(({ code }) => html`<option key=${code} value=${code}>${t(`tile.${code}`)}</option>`)}
      </select>
    </div>
  `;
}
