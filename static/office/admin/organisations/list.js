import { html, signal } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { DataList, Filter, SearchBox } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";

/**
 * @typedef {{ code: string, name: string }} Named
 * @typedef {{ code: string, name: string, kind: string, lead_type: string | null, area: Named | null,
 *   parent: Named | null, phone: string, active: boolean, people: number,
 *   version: number }} Organisation
 * @typedef {{ items: Organisation[], kinds: string[], lead_types: string[] }} Organisations
 */

const words = signal("");
const kind = signal("");

/** @param {Organisation} one */
const isWanted = (one) =>
  (!kind.value || one.kind === kind.value) &&
  (!words.value || one.name.includes(words.value) || one.code.includes(words.value.toLowerCase()));

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.organisation_record.name"), cell: (one) => html`${one.name} ${!one.active && html`<span class="badge">${t("office.organisations.closed")}</span>`}` },
  { name: t("office.field.organisation_record.kind"), cell: (one) => t(`kind.${one.kind}`) },
  { name: t("office.field.organisation_record.area"), cell: ({ area }) => area?.name },
  { name: t("office.field.organisation_record.parent"), cell: ({ parent }) => parent?.name },
  { name: t("office.organisations.people"), cell: ({ people }) => String(people), className: "numbers" },
];

/** Every organisation. */
export function OrganisationList() {
  const loaded = useLoaded("/admin/organisations");
  return html`
    <${Screen} title=${t("office.admin.organisations")}
      tools=${html`<${NewLink} href=${adminHref("organisations", "new")} words=${t("office.organisations.new")} />`}>
      <div class="admin-filters" role="search">
        <${SearchBox} label=${t("office.organisations.search")} value=${words.value} onSearch=${(/** @type {string} */ said) => { words.value = said; }} />
        <${Filter} label=${t("office.field.organisation_record.kind")} value=${kind.value}
          options=${[{ value: "", name: t("office.organisations.all_kinds") }, ...(loaded.data?.kinds ?? []).map((/** @type {string} */ one) => ({ value: one, name: t(`kind.${one}`) }))]}
          onChoose=${(/** @type {string} */ one) => { kind.value = one; }} />
      </div>
      <${WhenLoaded} from=${loaded} rows=${8}>
        ${(/** @type {Organisations} */ { items }) => html`
          <${DataList} rows=${items.filter(isWanted)} columns=${columns()} label=${t("office.admin.organisations")}
            empty=${t("office.organisations.none")} keyOf=${(/** @type {Organisation} */ one) => one.code}
            hrefOf=${(/** @type {Organisation} */ one) => adminHref("organisations", "of", one.code)} />
        `}
      <//>
    <//>
  `;
}
