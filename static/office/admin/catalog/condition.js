import { formatMoment } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { adminHref, go } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";
import { limitWords } from "../../words.js";
import { save } from "../versioned.js";

/**
 * @typedef {import("./page.js").Catalogue} Catalogue
 * @typedef {import("./page.js").Condition} Condition
 * @typedef {import("./page.js").PartProps} PartProps
 */

const UNITS = ["working_hour", "working_day", "urgent_hour", "urgent_day"];

/** @param {boolean} isNew @returns {import("../../types.js").Field[]} */
const fieldsOf = (isNew) => [
  { name: "text", type: "text", required: true, max: 200 },
  { name: "limit", type: "number", required: false, min: 0.25, max: 400 },
  { name: "unit", type: "select", required: false, options: UNITS.map((unit) => ({ value: unit, name: t(`unit.${unit}`) })) },
  { name: "close_standard", type: "text", required: true, max: 200 },
  { name: "urgent", type: "checkbox", required: false },
  ...(isNew ? [] : [/** @type {import("../../types.js").Field} */ ({ name: "active", type: "checkbox", required: false })]),
];

/** @returns {import("../../ui/list.js").Column[]} */
const earlierColumns = () => [
  { name: t("office.catalog.version"), cell: ({ rule_version }) => rule_version, className: "numbers" },
  { name: t("office.field.condition.limit"), cell: (rule) => limitWords(rule) || t("office.catalog.no_limit") },
  { name: t("office.field.condition.close_standard"), cell: ({ close_standard }) => close_standard },
  { name: t("office.catalog.until"), cell: ({ until }) => formatMoment(until) },
];

/** @param {{ condition: Condition }} props */
const Earlier = ({ condition }) => html`
  <section class="stack">
    <h2>${t("office.catalog.earlier")}</h2>
    <${DataList} rows=${condition.earlier} label=${t("office.catalog.earlier")} empty=${t("office.catalog.never_changed")}
      keyOf=${(/** @type {any} */ { rule_version }) => rule_version}
      columns=${earlierColumns()} />
  </section>
`;

/**
 * A condition: a new one, or one with the rules it had before.
 *
 * @param {PartProps & { code: string, id: string }} props
 */
export function ConditionScreen({ code, id, catalogue, put }) {
  const isNew = id === "new";
  const conditions = catalogue.categories.find((one) => one.code === code)?.conditions ?? [];
  const condition = conditions.find((one) => String(one.id) === id);
  const up = adminHref("catalog", code);
  const title = condition?.text ?? t("office.catalog.new_condition");
  const initial = condition && { ...condition, limit: condition.limit === null ? "" : String(condition.limit) };
  const send = (/** @type {Record<string, any>} */ values) =>
    isNew
      ? save("POST", `/catalog/categories/${encodeURIComponent(code)}/conditions`, catalogue.version, values)
      : save("PUT", `/catalog/conditions/${id}`, catalogue.version, values);
  return html`
    <${Screen} title=${title} back=${up} narrow>
      ${!isNew && html`<${Note} icon="clock">${t("office.catalog.running_keep", { version: condition?.rule_version ?? 1 })}<//>`}
      <section class="card">
        <${RecordForm} name="condition" fields=${fieldsOf(isNew)} submit=${t("office.form.save")} initial=${initial} send=${send}
          onDone=${(/** @type {Catalogue} */ fresh) => { put(fresh); toast(t("office.admin.saved")); go(up, { replace: true }); }} />
      </section>
      ${condition && html`<${Earlier} condition=${condition} />`}
    <//>
  `;
}
