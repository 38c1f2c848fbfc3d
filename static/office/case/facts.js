import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { startWith } from "../forms/drafts.js";
import { holderOf } from "../queue/row-parts.js";
import { caseHref } from "../router.js";
import { limitWords, tileWords } from "../words.js";

/** @typedef {import("../types.js").CaseView} CaseView */

const ASK = "add_co_handler";

/** @param {CaseView} view @param {string} code of an organisation that may be helping already */
const mayAsk = ({ allowed_actions: actions, organisation, records }, code) =>
  actions.includes(ASK)
  && organisation?.code !== code
  && !records.some(({ kind, alive, organisation: helper }) => kind === "co_handling" && alive && helper?.code === code);

/** @param {CaseView} view */
const categoryWords = ({ category, condition }) =>
  category && [category.name, condition?.text].filter(Boolean).join(" — ");

/** The organisations that stand by the place, each with a way to ask it for help. @param {{ view: CaseView }} props */
const Sponsors = ({ view }) => html`
  ${view.sponsors.map(({ code, name }) => html`
    <span class="sponsor" key=${code}>
      <span class="grow">${name}</span>
      ${mayAsk(view, code) && html`
        <a class="button plain" href=${caseHref("all", view.number, ASK)} onClick=${() => startWith(`${view.number}:${ASK}`, { organisation: code })}>
          <${Icon} name="hand-helping" />${t("office.ask_sponsor")}
        </a>
      `}
    </span>
  `)}
`;

/** An answer in words; a telephone number stands for itself. @param {string} code @param {string} value */
const detailWords = (code, value) =>
  hasWords(`detail.${code}.${value}`) ? t(`detail.${code}.${value}`) : html`<span class="numbers">${value}</span>`;

/**
 * What is known about a case, one line each; what is not known has no line.
 *
 * @param {{ view: CaseView }} props
 */
export function Facts({ view }) {
  /** @type {[string, any][]} */
  const facts = [
    ["address", view.address],
    ["areas", view.areas.map(({ name }) => name).join(" › ")],
    ["tile", tileWords(view.tile)],
    ["category", categoryWords(view)],
    ["recurs", view.recurs && html`<a class="numbers" href=${caseHref("all", view.recurs)}>${view.recurs}</a>`],
    ...view.details.map(({ code, value }) => /** @type {[string, any]} */ ([`detail.${code}`, value && detailWords(code, value)])),
    ["limit", view.condition && limitWords(view.condition)],
    ["close_standard", view.close_standard],
    ["holder", holderOf(view)],
    ["suggested", !view.organisation && view.suggested_organisation?.name],
    ["segment", view.segment && [
      view.segment.name,
      view.chief && `${t("office.chief")} ${view.chief}`,
      view.sponsor_officer && `${t("office.sponsor_officer")} ${view.sponsor_officer}`,
    ].filter(Boolean).join(" · ")],
    ["sponsors", view.sponsors.length > 0 && html`<${Sponsors} view=${view} />`],
    ["submitted_at", formatMoment(view.submitted_at)],
    ["close_type", view.close_type && t(`choice.close_type.${view.close_type}`)],
    ["planned", (view.planned_quantities ?? []).map(({ unit, value }) => `${value} ${t(`unit.${unit}`)}`).join(" · ")],
    ["quantities", view.quantities.map(({ unit, value }) => `${value} ${t(`unit.${unit}`)}`).join(" · ")],
    ["merged_into", view.merged_into && html`<a class="numbers" href=${caseHref("all", view.merged_into)}>${view.merged_into}</a>`],
    ["refusal", view.disputed && t("office.refusal.disputed")],
  ];
  return html`
    <dl class="facts">
      ${facts.filter(([, value]) => value).map(([name, value]) => html`
        <div key=${name}><dt>${t(name.startsWith("detail.") ? name : `office.fact.${name}`)}</dt><dd>${value}</dd></div>
      `)}
    </dl>
  `;
}
