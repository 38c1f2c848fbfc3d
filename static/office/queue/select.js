import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { go } from "../router.js";
import { queue, queues } from "./store.js";

/**
 * Which queue is shown, where there is no room for tabs.
 *
 * @param {{ hrefOf: (queue: string) => string }} props
 */
export const QueueSelect = ({ hrefOf }) => html`
  <select class="input queue-select" aria-label=${t("office.queues")} value=${queue.value}
    onChange=${(/** @type {any} */ event) => go(hrefOf(event.target.value))}>
    ${(queues.value ?? []).map(({ queue: name, count }) => html`
      <option key=${name} value=${name}>${t(`office.queue.${name}`)} (${count})</option>
    `)}
  </select>
`;
