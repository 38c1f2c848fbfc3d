import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { communitiesOf, streetAreas } from "../areas.js";
import { lookup } from "../lookups.js";
import { go } from "../router.js";
import { Filter, SearchBox } from "../ui/list.js";
import { ledgerHref } from "./store.js";

/** @typedef {import("./store.js").Wanted} Wanted */
/** @typedef {{ code: string, name: string }} Named */

const STATES = [
  "open", "closed", "refused", "submitted", "verifying", "need_info", "to_dispatch", "assigned", "handling",
  "suspended", "fixed", "confirming", "rejected", "merged", "voided", "withdrawn",
];
const GROUPS = ["open", "closed", "refused"];

/** @param {string} all @param {Named[] | null} items */
const optionsOf = (all, items) => [{ value: "", name: all }, ...(items ?? []).map(({ code, name }) => ({ value: code, name }))];

/** @param {string} state */
const stateWords = (state) => t(GROUPS.includes(state) ? `office.ledger.group.${state}` : `state.${state}`);

/** What narrows the ledger; it stands in the address, so that it can be kept and sent. @param {{ wanted: Wanted }} props */
export function Filters({ wanted }) {
  /** @param {string} name @param {string} value */
  const set = (name, value) => {
    const { [name]: _, ...others } = wanted;
    go(ledgerHref(value ? { ...others, [name]: value } : others), { replace: true });
  };
  const streets = streetAreas();
  const street = streets?.find(({ code }) => wanted.area?.startsWith(code))?.code ?? "";
  /** @param {"since" | "until"} name */
  const day = (name) => html`
    <label class="day"><span>${t(`office.ledger.${name}`)}</span>
      <input type="date" class="input" value=${wanted[name] ?? ""} onChange=${(/** @type {any} */ event) => set(name, event.target.value)} />
    </label>
  `;
  return html`
    <div class="admin-filters" role="search" aria-label=${t("office.ledger.filter")}>
      <${Filter} label=${t("office.where.street")} value=${street} options=${optionsOf(t("office.ledger.all_streets"), streets)}
        onChoose=${(/** @type {string} */ value) => set("area", value)} />
      ${street && html`
        <${Filter} label=${t("office.where.community")} value=${wanted.area === street ? "" : wanted.area}
          options=${optionsOf(t("office.ledger.all_communities"), communitiesOf(street))}
          onChoose=${(/** @type {string} */ value) => set("area", value || street)} />
      `}
      <${Filter} label=${t("office.ledger.state")} value=${wanted.state ?? ""}
        options=${[{ value: "", name: t("office.ledger.all_states") }, ...STATES.map((value) => ({ value, name: stateWords(value) }))]}
        onChoose=${(/** @type {string} */ value) => set("state", value)} />
      <${Filter} label=${t("office.field.category")} value=${wanted.category ?? ""}
        options=${optionsOf(t("office.ledger.all_categories"), lookup("/categories"))}
        onChoose=${(/** @type {string} */ value) => set("category", value)} />
      <${Filter} label=${t("office.ledger.holder")} value=${wanted.organisation ?? ""}
        options=${optionsOf(t("office.ledger.all_organisations"), lookup("/organisations"))}
        onChoose=${(/** @type {string} */ value) => set("organisation", value)} />
      <${Filter} label=${t("office.ledger.recurrence")} value=${wanted.recurrent ?? ""}
        options=${["", "true", "false"].map((value) => ({ value, name: t(`office.ledger.recurrence.${value || "all"}`) }))}
        onChoose=${(/** @type {string} */ value) => set("recurrent", value)} />
      <div class="from-to">${day("since")}${day("until")}</div>
      <${SearchBox} label=${t("office.ledger.search_place")} value=${wanted.place ?? ""} onSearch=${(/** @type {string} */ words) => set("place", words)} />
    </div>
  `;
}
