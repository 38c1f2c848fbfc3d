import { html, useEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { columns } from "../layout.js";
import { go } from "../router.js";

const TYPING_MS = 300;

/**
 * @typedef {object} Column
 * @property {string} name says what stands below; the first column is the name of the thing
 * @property {(row: any) => any} cell words or nodes; nothing where there is nothing to say
 * @property {string} [className]
 *
 * @typedef {object} ListProps
 * @property {any[]} rows
 * @property {Column[]} columns
 * @property {(row: any) => string | number} keyOf
 * @property {(row: any) => string} [hrefOf] where a row leads
 * @property {(row: any) => any} [toolsOf] buttons of a row
 * @property {string} empty what an empty list says
 */

/** @param {ListProps & { label: string }} props */
const Table = ({ rows, columns: cols, keyOf, hrefOf, toolsOf, label }) => html`
  <table class=${`admin-table ${hrefOf ? "leads" : ""}`} aria-label=${label}>
    <thead>
      <tr>
        ${cols.map(({ name }) => html`<th scope="col" key=${name}>${name}</th>`)}
        ${toolsOf && html`<th scope="col"><span class="visually-hidden">${t("office.admin.tools")}</span></th>`}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => html`
        <tr key=${keyOf(row)} onClick=${() => hrefOf && go(hrefOf(row))}>
          ${cols.map(({ name, cell, className }, at) => html`
            <td key=${name} class=${className}>
              ${at === 0 && hrefOf
                ? html`<a href=${hrefOf(row)} onClick=${(/** @type {Event} */ event) => event.stopPropagation()}>${cell(row)}</a>`
                : cell(row)}
            </td>
          `)}
          ${toolsOf && html`<td class="tools">${toolsOf(row)}</td>`}
        </tr>
      `)}
    </tbody>
  </table>
`;

/** @param {{ row: any, cols: Column[] }} props */
const CardBody = ({ row, cols: [first, ...others] }) => html`
  <span class="grow">
    <strong class="block">${first.cell(row)}</strong>
    ${others.map(({ name, cell }) => {
      const said = cell(row);
      return said && html`<span class="block small" key=${name}><span class="muted">${name}</span> ${said}</span>`;
    })}
  </span>
`;

/** @param {ListProps & { label: string }} props */
const Cards = ({ rows, columns: cols, keyOf, hrefOf, toolsOf, label }) => html`
  <ul class="cells" aria-label=${label}>
    ${rows.map((row) => html`
      <li key=${keyOf(row)}>
        ${hrefOf
          ? html`<a class="cell" href=${hrefOf(row)}><${CardBody} row=${row} cols=${cols} /><${Icon} name="chevron-right" /></a>`
          : html`<div class="cell"><${CardBody} row=${row} cols=${cols} /></div>`}
        ${toolsOf && html`<div class="card-tools">${toolsOf(row)}</div>`}
      </li>
    `)}
  </ul>
`;

/**
 * Rows as a table where there is room, as cards on a phone.
 *
 * @param {ListProps & { label: string }} props `label` names the list for those who hear it
 */
export const DataList = (props) => {
  if (props.rows.length === 0) return html`<${Empty} icon="list" words=${props.empty} />`;
  return columns.value > 1 ? html`<${Table} ...${props} />` : html`<${Cards} ...${props} />`;
};

/**
 * The same for a list in pages.
 *
 * @param {Omit<ListProps, "rows"> & { from: import("../load.js").Listed, label: string }} props
 */
export const PagedList = ({ from, ...props }) => html`
  ${from.trouble && html`<${Failure} words=${from.trouble} onRetry=${from.reload} />`}
  ${!from.items && !from.trouble && html`<${Skeleton} rows=${6} height="3rem" />`}
  ${from.items && html`<${DataList} ...${props} rows=${from.items} />`}
  ${from.next && html`
    <p class="more"><button type="button" class="button quiet" onClick=${from.more}>${t("office.more")}</button></p>
  `}
`;

/**
 * A search box that waits until typing pauses.
 *
 * @param {{ label: string, value: string, onSearch: (words: string) => void }} props
 */
export function SearchBox({ label, value, onSearch }) {
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  /** @param {any} event */
  const onInput = (event) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(event.target.value.trim()), TYPING_MS);
  };
  return html`
    <div class="input-icon grow">
      <${Icon} name="search" />
      <input type="search" class="input" aria-label=${label} placeholder=${label} defaultValue=${value} onInput=${onInput} />
    </div>
  `;
}

/**
 * A choice that narrows a list.
 *
 * @param {{ label: string, value: string, options: { value: string, name: string }[],
 *   onChoose: (value: string) => void }} props the first option is usually "all", with an empty value
 */
export const Filter = ({ label, value, options, onChoose }) => html`
  <select class="input filter" aria-label=${label} value=${value}
    onChange=${(/** @type {any} */ event) => onChoose(event.target.value)}>
    ${options.map((option) => html`<option key=${option.value} value=${option.value}>${option.name}</option>`)}
  </select>
`;
