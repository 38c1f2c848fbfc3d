import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { caseHref, go } from "../router.js";
import { isPicked, onPick, pickable } from "./picked.js";
import { ItemTime, Marks, otherHolderOf, subjectOf, Thumb } from "./row-parts.js";

/** @typedef {import("../types.js").CaseItem} CaseItem */

/** @typedef {"state" | "holder" | ""} Extra what the last but one column says; empty: no such column */

/** @param {{ item: CaseItem, extra: Extra }} props */
const ExtraCell = ({ item, extra }) =>
  extra && html`<td>${extra === "state" ? html`<${StateBadge} state=${item.state} />` : otherHolderOf(item)}</td>`;

/** @param {{ item: CaseItem }} props */
const PickCell = ({ item }) => html`
  <td class="pick" onClick=${(/** @type {Event} */ event) => event.stopPropagation()}>
    <input type="checkbox" aria-label=${t("office.bulk.pick", { number: item.number })} checked=${isPicked(item.number)}
      onClick=${(/** @type {MouseEvent} */ event) => onPick(item.number, event)} />
  </td>
`;

/** @param {{ item: CaseItem, queue: string, extra: Extra, isCursor: boolean }} props */
function Row({ item, queue, extra, isCursor }) {
  const href = caseHref(queue, item.number);
  return html`
    <tr data-number=${item.number} class=${isCursor ? "cursor" : ""} onClick=${() => go(href)}>
      ${pickable.value && html`<${PickCell} item=${item} />`}
      <td><${ItemTime} item=${item} /></td>
      <td><${Thumb} item=${item} /></td>
      <td class="subject">${subjectOf(item)} <${Marks} item=${item} /></td>
      <td class="address">${item.address}</td>
      <td class="street">${item.street?.name}</td>
      <${ExtraCell} item=${item} extra=${extra} />
      <td class="numbers">
        <a href=${href} onClick=${(/** @type {Event} */ event) => event.stopPropagation()}>${item.number}</a>
      </td>
    </tr>
  `;
}

/**
 * The queue on a wide screen, one line for a case.
 *
 * @param {{ items: CaseItem[], queue: string, cursor: string, showState: boolean }} props
 *   `cursor`: the number the keyboard stands on
 */
export function QueueTable({ items, queue, cursor, showState }) {
  const held = items.some(otherHolderOf);
  /** @type {Extra} */
  const extra = showState ? "state" : held ? "holder" : "";
  return html`
    <table class="queue-table">
      <thead>
        <tr>
          ${pickable.value && html`<th scope="col" class="pick"><span class="visually-hidden">${t("office.bulk.column")}</span></th>`}
          <th scope="col">${t("office.column.time")}</th>
          <th scope="col"><span class="visually-hidden">${t("office.column.photo")}</span></th>
          <th scope="col">${t("office.column.subject")}</th>
          <th scope="col">${t("office.column.address")}</th>
          <th scope="col">${t("office.column.street")}</th>
          ${extra && html`<th scope="col">${t(`office.column.${extra}`)}</th>`}
          <th scope="col">${t("office.column.number")}</th>
        </tr>
      </thead>
      <tbody>
        ${items.map((item) => html`
          <${Row} key=${item.number} item=${item} queue=${queue} extra=${extra} isCursor=${item.number === cursor} />
        `)}
      </tbody>
    </table>
  `;
}
