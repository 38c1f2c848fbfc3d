import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Empty } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { adminHref, go } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";
import { limitWords } from "../../words.js";
import { save, withTexts } from "../versioned.js";

/**
 * @typedef {import("./page.js").Catalogue} Catalogue
 * @typedef {import("./page.js").Category} Category
 * @typedef {import("./page.js").PartProps} PartProps
 */

const TEXTS = ["name_ko", "name_en", "label"];
const GROUPS = /[\s、，,]+/;

/** @param {Catalogue} catalogue @returns {import("../../types.js").Field[]} */
const fieldsOf = ({ tiles, kinds, leads, quantities, details }) => [
  { name: "name", type: "text", required: true, max: 60 },
  { name: "name_ko", type: "text", required: false, max: 80 },
  { name: "name_en", type: "text", required: false, max: 80 },
  { name: "tile", type: "select", required: true, options: tiles.map(({ code, name }) => ({ value: code, name })) },
  { name: "kind", type: "select", required: true, options: kinds.map((kind) => ({ value: kind, name: t(`office.catalog.kind.${kind}`) })) },
  { name: "lead", type: "select", required: true, options: leads.map((lead) => ({ value: lead, name: t(`lead.${lead}`) })) },
  { name: "co_leads", type: "options", required: false, options: leads.filter((lead) => lead !== "none").map((lead) => ({ value: lead, name: t(`lead.${lead}`) })) },
  { name: "units", type: "options", required: false, options: quantities.map((unit) => ({ value: unit, name: t(`unit.${unit}`) })) },
  { name: "details", type: "options", required: false, options: details.map((code) => ({ value: code, name: t(`detail.${code}`) })) },
  { name: "minor", type: "checkbox", required: false },
  { name: "groups", type: "text", required: false, max: 100 },
  { name: "label", type: "text", required: false, max: 40 },
];

/** What the form sends, as the server wants it. @param {Record<string, any>} values */
const bodyOf = (values) => ({
  ...withTexts(values, TEXTS),
  groups: (values.groups ?? "").split(GROUPS).filter(Boolean),
});

/** A category of the city's own. @param {PartProps} props */
export const NewCategory = ({ catalogue, put }) => html`
  <${Screen} title=${t("office.catalog.new")} back=${adminHref("catalog")} narrow>
    <${RecordForm} name="category" submit=${t("office.catalog.create")}
      fields=${[{ name: "code", type: "text", required: true, max: 20 }, ...fieldsOf(catalogue)]}
      send=${async (/** @type {Record<string, any>} */ values) => {
        put(await save("POST", "/catalog/categories", catalogue.version, bodyOf(values)));
        return values.code;
      }}
      onDone=${(/** @type {string} */ code) => {
        toast(t("office.catalog.created"));
        go(adminHref("catalog", code), { replace: true });
      }} />
  <//>
`;

/** @returns {import("../../ui/list.js").Column[]} */
const conditionColumns = () => [
  { name: t("office.field.condition.text"), cell: ({ text, active, urgent }) => html`${text} ${urgent && html`<span class="badge danger">${t("office.catalog.urgent")}</span>`} ${!active && html`<span class="badge">${t("office.catalog.retired")}</span>`}` },
  { name: t("office.field.condition.limit"), cell: (condition) => limitWords(condition) || t("office.catalog.no_limit") },
  { name: t("office.field.condition.close_standard"), cell: ({ close_standard }) => close_standard },
  { name: t("office.catalog.version"), cell: ({ rule_version }) => rule_version, className: "numbers" },
];

/** @param {{ category: Category }} props */
const Conditions = ({ category }) => html`
  <section class="stack">
    <div class="row between">
      <h2>${t("office.catalog.conditions")}</h2>
      <${NewLink} href=${adminHref("catalog", category.code, "new")} words=${t("office.catalog.new_condition")} />
    </div>
    <${DataList} rows=${category.conditions} label=${t("office.catalog.conditions")} empty=${t("office.catalog.no_conditions")}
      keyOf=${(/** @type {any} */ { id }) => id} hrefOf=${(/** @type {any} */ { id }) => adminHref("catalog", category.code, id)}
      columns=${conditionColumns()} />
  </section>
`;

/** One category with its conditions. @param {PartProps & { code: string }} props */
export function CategoryScreen({ code, catalogue, put }) {
  const category = catalogue.categories.find((one) => one.code === code);
  if (!category) {
    return html`<${Screen} title=${t("office.admin.catalog")} back=${adminHref("catalog")}><${Empty} icon="ban" words=${t("office.catalog.none")} /><//>`;
  }
  const path = `/catalog/categories/${encodeURIComponent(code)}`;
  const initial = { ...category, groups: category.groups.join("、") };
  return html`
    <${Screen} title=${category.name} back=${adminHref("catalog")} narrow>
      <p class="muted small">${t("office.catalog.code_of", { code, scheme: category.code_scheme })}</p>
      <${Conditions} category=${category} />
      <section class="card">
        <${RecordForm} name="category" submit=${t("office.form.save")} initial=${initial}
          fields=${[...fieldsOf(catalogue), { name: "active", type: "checkbox", required: false }]}
          send=${(/** @type {Record<string, any>} */ values) => save("PUT", path, catalogue.version, bodyOf(values))}
          onDone=${(/** @type {Catalogue} */ fresh) => { put(fresh); toast(t("office.admin.saved")); }} />
      </section>
    <//>
  `;
}
