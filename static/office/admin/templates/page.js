import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Empty } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref, go } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";
import { save, withTexts } from "../versioned.js";

/**
 * @typedef {{ code: string, title: string, words: string, words_ko: string, words_en: string,
 *   audience: string, organisation: { code: string, name: string } | null, active: boolean,
 *   version: number }} Template
 */

const AUDIENCES = ["public", "internal"];

/** @param {{ code: string, name: string }[]} offices @returns {import("../../types.js").Field[]} */
const fieldsOf = (offices) => [
  { name: "title", type: "text", required: true, max: 60 },
  { name: "words", type: "longtext", required: true, max: 500 },
  { name: "words_ko", type: "longtext", required: false, max: 500 },
  { name: "words_en", type: "longtext", required: false, max: 500 },
  { name: "audience", type: "select", required: true, options: AUDIENCES.map((value) => ({ value, name: t(`office.template.${value}`) })) },
  { name: "organisation", type: "select", required: false, options: offices.map(({ code, name }) => ({ value: code, name })) },
];

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.template.title"), cell: ({ title, active }) => html`${title} ${!active && html`<span class="badge">${t("office.catalog.retired")}</span>`}` },
  { name: t("office.field.template.words"), cell: ({ words }) => words },
  { name: t("office.field.template.audience"), cell: ({ audience }) => t(`office.template.${audience}`) },
  { name: t("office.field.template.organisation"), cell: ({ organisation }) => organisation?.name ?? t("office.template.whole_city") },
];

/** @param {{ items: Template[] }} props */
const List = ({ items }) => html`
  <p class="muted">${t("office.template.about")}</p>
  <${DataList} rows=${items} columns=${columns()} label=${t("office.admin.templates")} empty=${t("office.template.none")}
    keyOf=${(/** @type {any} */ { code }) => code} hrefOf=${(/** @type {any} */ { code }) => adminHref("templates", code)} />
`;

/** @param {{ template: Template | null, put: (fresh: any) => void }} props `null`: a new one */
function Edit({ template, put }) {
  const offices = useLoaded("/organisations");
  const done = (/** @type {any} */ fresh) => {
    put(fresh);
    toast(t("office.admin.saved"));
    go(adminHref("templates"), { replace: true });
  };
  const send = (/** @type {Record<string, any>} */ values) => {
    const body = withTexts(values, ["words_ko", "words_en"]);
    return template
      ? save("PUT", `/templates/${template.code}`, template.version, body)
      : save("POST", "/templates", 0, body);
  };
  const initial = template ? { ...template, organisation: template.organisation?.code ?? null } : { audience: "public" };
  return html`
    <${WhenLoaded} from=${offices}>
      ${(/** @type {any} */ { items }) => html`
        <section class="card">
          <${RecordForm} name="template" submit=${t("office.form.save")} initial=${initial} send=${send} onDone=${done}
            fields=${template
              ? [...fieldsOf(items), { name: "active", type: "checkbox", required: false }]
              : [{ name: "code", type: "text", required: true, max: 40 }, ...fieldsOf(items)]} />
        </section>
      `}
    <//>
  `;
}

/** Words that offices say often. @param {{ path: string[] }} props */
export default function TemplatesPage({ path: [code] }) {
  const loaded = useLoaded("/templates");
  const { data } = loaded;
  const template = data?.items.find((/** @type {Template} */ one) => one.code === code) ?? null;
  if (!code || !data) {
    const tools = html`<${NewLink} href=${adminHref("templates", "new")} words=${t("office.template.new")} />`;
    return html`
      <${Screen} title=${t("office.admin.templates")} tools=${tools}>
        <${WhenLoaded} from=${loaded}>${(/** @type {any} */ { items }) => html`<${List} items=${items} />`}<//>
      <//>
    `;
  }
  const known = template || code === "new";
  return html`
    <${Screen} title=${template?.title ?? t("office.template.new")} back=${adminHref("templates")} narrow>
      ${known ? html`<${Edit} key=${code} template=${template} put=${loaded.put} />` : html`<${Empty} icon="ban" words=${t("office.template.none")} />`}
    <//>
  `;
}
