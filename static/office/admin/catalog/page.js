import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { useLoaded } from "../../load.js";
import { WhenLoaded } from "../../load.js";
import { Screen } from "../../ui/screen.js";
import { CategoryScreen, NewCategory } from "./category.js";
import { ConditionScreen } from "./condition.js";
import { CategoryList } from "./list.js";

/**
 * @typedef {{ rule_version: number, limit: number | null, unit: string | null,
 *   close_standard: string, until: string }} EarlierRule
 * @typedef {{ id: number, no: number, text: string, limit: number | null, unit: string | null,
 *   close_standard: string, urgent: boolean, active: boolean, rule_version: number,
 *   earlier: EarlierRule[] }} Condition
 * @typedef {{ code: string, code_scheme: string, name: string, name_ko: string, name_en: string,
 *   tile: string, kind: string, lead: string, co_leads: string[], minor: boolean,
 *   groups: string[], units: string[], label: string, active: boolean,
 *   conditions: Condition[] }} Category
 * @typedef {{ code: string, icon: string, name: string, category: string | null }} Tile
 * @typedef {{ version: number, tiles: Tile[], categories: Category[], icons: string[],
 *   leads: string[], kinds: string[], quantities: string[], details: string[] }} Catalogue
 * @typedef {{ catalogue: Catalogue, put: (fresh: Catalogue) => void }} PartProps
 */

/** Categories, and of each the conditions. @param {{ path: string[] }} props */
export default function CatalogPage({ path: [code, condition] }) {
  const loaded = useLoaded("/catalog");
  if (loaded.data === null) {
    return html`<${Screen} title=${t("office.admin.catalog")}><${WhenLoaded} from=${loaded} rows=${8}>${() => null}<//><//>`;
  }
  const props = { catalogue: loaded.data, put: loaded.put };
  if (!code) return html`<${CategoryList} ...${props} />`;
  if (code === "new") return html`<${NewCategory} ...${props} />`;
  if (condition) return html`<${ConditionScreen} key=${condition} code=${code} id=${condition} ...${props} />`;
  return html`<${CategoryScreen} key=${code} code=${code} ...${props} />`;
}
