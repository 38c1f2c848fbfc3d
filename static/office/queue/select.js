import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { go, mapHref } from "../router.js";
import { queue, queues } from "./store.js";

/** Which queue the map shows. */
export const QueueSelect = () => html`
  <select class="input queue-select" aria-label=${t("office.queues")} value=${queue.value}
    onChange=${(/** @type {any} */ event) => go(mapHref(event.target.value))}>
    ${(queues.value ?? []).map(({ queue: name, count }) => html`
      <option key=${name} value=${name}>${t(`office.queue.${name}`)} (${count})</option>
    `)}
  </select>
`;
