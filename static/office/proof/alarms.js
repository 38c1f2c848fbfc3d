import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty } from "../../shared/ui/parts.js";
import { caseHref } from "../router.js";
import { Marks } from "./note.js";

/**
 * @typedef {{ at: string, marks: string[], case_number: string, state: string, address: string,
 *   organisation: string | null, person: string | null, like: string[] }} Alarm
 * @typedef {{ person: string, checker: string, organisation: string, count: number, at: string }} Pair
 */

/** @param {{ alarm: Alarm }} props */
const AlarmRow = ({ alarm }) => html`
  <li>
    <a class="cell" href=${caseHref("all", alarm.case_number)}>
      <span class="grow">
        <span class="row"><span class="numbers">${alarm.case_number}</span><${StateBadge} state=${alarm.state} /></span>
        <${Marks} codes=${alarm.marks} />
        <span class="muted small block">${[alarm.address, alarm.organisation, alarm.person, formatMoment(alarm.at)].filter(Boolean).join(" · ")}</span>
      </span>
      <${Icon} name="chevron-right" />
    </a>
    ${alarm.like.length > 0 && html`
      <p class="small like">${t("office.proof.like")}${alarm.like.map((number) => html` <a class="numbers" key=${number} href=${caseHref("all", number)}>${number}</a>`)}</p>
    `}
  </li>
`;

/** Odd finishes, and pairs who never disagree. @param {{ found: { items: Alarm[], pairs: Pair[] } }} props */
export const Alarms = ({ found: { items, pairs } }) => html`
  ${items.length + pairs.length === 0 && html`<${Empty} icon="circle-check" words=${t("office.proof.alarms.none")} />`}
  ${pairs.map((pair) => html`
    <p key=${`${pair.person}/${pair.checker}`} class="row"><${Icon} name="users" />
      <span>${t("office.proof.pair", { person: pair.person, checker: pair.checker, organisation: pair.organisation, count: pair.count })}</span></p>
  `)}
  ${items.length > 0 && html`<ul class="cells">${items.map((alarm) => html`<${AlarmRow} key=${alarm.case_number + alarm.at} alarm=${alarm} />`)}</ul>`}
`;
