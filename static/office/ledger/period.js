import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { lookup } from "../lookups.js";
import { go, pageHref, route } from "../router.js";
import { Filter } from "../ui/list.js";

/** @typedef {Record<string, string>} Wanted a period and perhaps an organisation, without what does not matter */

const FILTERS = ["since", "until", "organisation"];

/** What the address of the page asks for. @returns {Wanted} */
export const wanted = () =>
  Object.fromEntries(FILTERS.filter((name) => route.value.query[name]).map((name) => [name, route.value.query[name]]));

/** The address of a file or printed page with the same period. @param {string} path */
export const addressOf = (path) => {
  const search = new URLSearchParams(wanted()).toString();
  return search ? `${path}?${search}` : path;
};

/**
 * Period and organisation; they stand in the address, so that it can be kept and sent.
 *
 * @param {{ part: string, shown: { since: string, until: string } | null, offices?: boolean }} props
 *   `part` of the ledger's page, `shown`: the days that the server took
 */
export function PeriodFilters({ part, shown, offices }) {
  /** @param {string} name @param {string} value */
  const set = (name, value) => {
    const { [name]: _, ...others } = wanted();
    const search = new URLSearchParams(value ? { ...others, [name]: value } : others).toString();
    go(pageHref("ledger", part) + (search && `?${search}`), { replace: true });
  };
  /** @param {"since" | "until"} name */
  const day = (name) => html`
    <label class="day"><span>${t(`office.ledger.${name}`)}</span>
      <input type="date" class="input" value=${wanted()[name] ?? shown?.[name] ?? ""}
        onChange=${(/** @type {any} */ event) => set(name, event.target.value)} />
    </label>
  `;
  /** @type {{ code: string, name: string }[] | null} */
  const all = offices ? lookup("/organisations") : null;
  return html`
    <div class="admin-filters" role="search" aria-label=${t("office.ledger.filter")}>
      <div class="from-to">${day("since")}${day("until")}</div>
      ${offices && html`
        <${Filter} label=${t("office.figures.organisation")} value=${wanted().organisation ?? ""}
          options=${[{ value: "", name: t("office.figures.all_organisations") }, ...(all ?? []).map(({ code, name }) => ({ value: code, name }))]}
          onChoose=${(/** @type {string} */ value) => set("organisation", value)} />
      `}
    </div>
  `;
}
