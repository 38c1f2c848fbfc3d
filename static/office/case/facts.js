import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { holderOf } from "../queue/row_parts.js";
import { caseHref } from "../router.js";
import { limitWords, tileWords } from "../words.js";

/** @typedef {import("../types.js").CaseView} CaseView */

/** @param {CaseView} view */
const categoryWords = ({ category, condition }) =>
  category && [category.name, condition?.text].filter(Boolean).join(" — ");

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
    ["limit", view.condition && limitWords(view.condition)],
    ["close_standard", view.close_standard],
    ["holder", holderOf(view)],
    ["suggested", !view.organisation && view.suggested_organisation?.name],
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
        <div key=${name}><dt>${t(`office.fact.${name}`)}</dt><dd>${value}</dd></div>
      `)}
    </dl>
  `;
}
