import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { me } from "../../shared/session.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { tabular } from "../layout.js";
import { caseHref } from "../router.js";
import { isPicked, onPick, picking } from "./picked.js";
import { ItemTime, Marks, otherHolderOf, subjectOf, Thumb } from "./row-parts.js";

/** @typedef {import("../types.js").CaseItem} CaseItem */

/**
 * The form that is one tap from the list on a phone or a tablet, for whoever stands on the spot.
 *
 * @param {CaseItem} item
 * @param {string} queue
 */
function quickAction({ state, organisation }, queue) {
  const { roles = [], organisation: own } = me.value ?? {};
  if (tabular.value) return "";
  if (roles.includes("handler") && queue === "co_handling") return "co_done";
  if (roles.includes("handler") && ["assigned", "handling"].includes(state)) return organisation?.code === own?.code ? "finish" : "";
  const unheld = ["submitted", "to_dispatch"].includes(state);
  return roles.includes("segment_keeper") && queue === "mine" && unheld ? "repair_now" : "";
}

/** @param {{ item: CaseItem, queue: string }} props */
function Quick({ item, queue }) {
  const action = quickAction(item, queue);
  return action && html`
    <a class="button soft quick" href=${caseHref(queue, item.number, action)}><${Icon} name="camera" />${t(`action.${action}`)}</a>
  `;
}

/**
 * The queue on a phone, and beside an open case.
 *
 * @param {{ items: CaseItem[], queue: string, cursor: string, chosen: string, showState: boolean }} props
 */
export const QueueCards = ({ items, queue, cursor, chosen, showState }) => html`
  <ul class="queue-cards">
    ${items.map((item) => html`
      <li key=${item.number} data-number=${item.number} class=${`${item.number === cursor ? "cursor" : ""} ${picking.value ? "picking" : ""}`}>
        ${picking.value && html`
          <input type="checkbox" class="pick" aria-label=${t("office.bulk.pick", { number: item.number })} checked=${isPicked(item.number)}
            onClick=${(/** @type {MouseEvent} */ event) => onPick(item.number, event)} />
        `}
        <a class="queue-card" href=${caseHref(queue, item.number)} aria-current=${item.number === chosen ? "true" : undefined}>
          <${Thumb} item=${item} />
          <div class="grow">
            <p class="top">
              <${ItemTime} item=${item} />
              ${showState && html`<${StateBadge} state=${item.state} />`}
              <${Marks} item=${item} />
            </p>
            <p class="subject">${subjectOf(item)}</p>
            <p class="address">${[item.street?.name, item.address].filter(Boolean).join(" · ")}</p>
            ${otherHolderOf(item) && html`<p class="muted small">${otherHolderOf(item)}</p>`}
            <p class="muted small numbers">${item.number}</p>
          </div>
        </a>
        <${Quick} item=${item} queue=${queue} />
      </li>
    `)}
  </ul>
`;
