import { formatAgo } from "../../../shared/format.js";
import { html, signal } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { useListed, useLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { Filter, PagedList, SearchBox } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";

/**
 * @typedef {{ id: number, username: string, name: string, organisation: { code: string, name: string },
 *   roles: string[], active: boolean, starting: boolean, second_factor: boolean, seen_at: string | null, failures: number,
 *   version: number }} Person
 */

const words = signal("");
const organisation = signal("");
const standing = signal("true");

/** What is special about an account. @param {Person} person */
export const marksOf = ({ active, starting }) => [
  !active && html`<span class="badge">${t("office.people.closed")}</span>`,
  active && starting && html`<span class="badge warning">${t("office.people.starting")}</span>`,
];

/** @param {Person} person */
const idOf = ({ id }) => id;

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.person.name"), cell: (person) => html`${person.name} ${marksOf(person)}` },
  { name: t("office.field.person.username"), cell: ({ username }) => username },
  { name: t("office.field.person.organisation"), cell: (person) => person.organisation.name },
  { name: t("office.field.person.roles"), cell: ({ roles }) => roles.map((/** @type {string} */ role) => t(`role.${role}`)).join(t("office.admin.comma")) },
  { name: t("office.people.seen"), cell: ({ seen_at }) => (seen_at ? formatAgo(seen_at) : t("office.people.never")) },
];

/** Everybody with an account. */
export function PeopleList() {
  const listed = useListed("/admin/people", {
    q: words.value || null,
    organisation: organisation.value || null,
    active: standing.value || null,
  });
  const { data } = useLoaded("/admin/organisations");
  const offices = (data?.items ?? []).map((/** @type {{ code: string, name: string }} */ { code, name }) => ({ value: code, name }));
  return html`
    <${Screen} title=${t("office.admin.people")} tools=${html`<${NewLink} href=${adminHref("people", "new")} words=${t("office.people.new")} />`}>
      <div class="admin-filters" role="search">
        <${SearchBox} label=${t("office.people.search")} value=${words.value} onSearch=${(/** @type {string} */ said) => { words.value = said; }} />
        <${Filter} label=${t("office.field.person.organisation")} value=${organisation.value}
          options=${[{ value: "", name: t("office.people.all_organisations") }, ...offices]}
          onChoose=${(/** @type {string} */ code) => { organisation.value = code; }} />
        <${Filter} label=${t("office.people.standing")} value=${standing.value}
          options=${["true", "false", ""].map((value) => ({ value, name: t(`office.people.standing.${value || "all"}`) }))}
          onChoose=${(/** @type {string} */ value) => { standing.value = value; }} />
      </div>
      <${PagedList} from=${listed} columns=${columns()} label=${t("office.admin.people")} empty=${t("office.people.none")}
        keyOf=${idOf} hrefOf=${(/** @type {Person} */ person) => adminHref("people", person.id)} />
    <//>
  `;
}
