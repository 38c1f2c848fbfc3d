import { html, signal } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { adminHref } from "../../router.js";
import { DataList, Filter, SearchBox } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";
import { limitWords } from "../../words.js";

/**
 * @typedef {import("./page.js").Category} Category
 * @typedef {import("./page.js").PartProps} PartProps
 */

const words = signal("");
const tile = signal("");
const standing = signal("active");

/** The limits of a category in use, each once. @param {Category} category */
const limitsOf = ({ conditions }) => {
  const said = conditions.filter(({ active }) => active).map((one) => limitWords(one) || t("office.catalog.no_limit"));
  return [...new Set(said)].join(" / ");
};

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.category.name"), cell: ({ name, active }) => html`${name} ${!active && html`<span class="badge">${t("office.catalog.retired")}</span>`}` },
  { name: t("office.field.category.code"), cell: ({ code }) => code, className: "numbers" },
  { name: t("office.field.category.tile"), cell: (category) => t(`tile.${category.tile}`) },
  { name: t("office.field.category.lead"), cell: ({ lead }) => t(`lead.${lead}`) },
  { name: t("office.field.condition.limit"), cell: limitsOf },
];

/** Whether a category is what is looked for. @param {Category} category */
const isSought = (category) =>
  (!tile.value || category.tile === tile.value) &&
  (!standing.value || category.active === (standing.value === "active")) &&
  `${category.code} ${category.name} ${category.conditions.map(({ text }) => text).join(" ")}`
    .toLowerCase()
    .includes(words.value.toLowerCase());

/** Every category of the city. @param {PartProps} props */
export const CategoryList = ({ catalogue }) => html`
  <${Screen} title=${t("office.admin.catalog")}
    tools=${html`<${NewLink} href=${adminHref("catalog", "new")} words=${t("office.catalog.new")} />`}>
    <div class="admin-filters" role="search">
      <${SearchBox} label=${t("office.catalog.search")} value=${words.value}
        onSearch=${(/** @type {string} */ said) => { words.value = said; }} />
      <${Filter} label=${t("office.field.category.tile")} value=${tile.value}
        options=${[{ value: "", name: t("office.catalog.all_tiles") }, ...catalogue.tiles.map(({ code, name }) => ({ value: code, name }))]}
        onChoose=${(/** @type {string} */ code) => { tile.value = code; }} />
      <${Filter} label=${t("office.catalog.standing")} value=${standing.value}
        options=${["active", "retired", ""].map((value) => ({ value, name: t(`office.catalog.standing.${value || "all"}`) }))}
        onChoose=${(/** @type {string} */ value) => { standing.value = value; }} />
    </div>
    <${DataList} rows=${catalogue.categories.filter(isSought)} columns=${columns()} label=${t("office.admin.catalog")}
      empty=${t("office.catalog.none")} keyOf=${(/** @type {any} */ { code }) => code} hrefOf=${(/** @type {any} */ { code }) => adminHref("catalog", code)} />
  <//>
`;
