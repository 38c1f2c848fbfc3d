import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { me } from "../../shared/session.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { columns } from "../layout.js";
import { caseHref } from "../router.js";
import { isPicked, onPick, picking } from "./picked.js";
import { ItemTime, Marks, otherHolderOf, subjectOf, Thumb } from "./row_parts.js";

/** @typedef {import("../types.js").CaseItem} CaseItem */

const FINISHABLE = ["assigned", "handling"];

/** One tap from the list to the finish form, for whoever stands on the spot. @param {CaseItem} item */
const canFinish = ({ state }) =>
  columns.value === 1 && FINISHABLE.includes(state) && Boolean(me.value?.roles.includes("handler"));

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
        ${canFinish(item) && html`
          <a class="button soft quick" href=${caseHref(queue, item.number, "finish")}>
            <${Icon} name="camera" />${t("action.finish")}
          </a>
        `}
      </li>
    `)}
  </ul>
`;
