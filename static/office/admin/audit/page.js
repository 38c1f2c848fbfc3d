import { formatMoment } from "../../../shared/format.js";
import { html, signal } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { useListed, useLoaded } from "../../load.js";
import { Filter, PagedList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";
import { actionWords, actorWords, Changes, subjectWords } from "./words.js";

/** @typedef {import("./words.js").Entry} Entry */

const DAY_MS = 86_400_000;
const person = signal(/** @type {{ id: number, name: string } | null} */ (null));
const action = signal("");
const since = signal("");
const until = signal("");

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.audit.at"), cell: ({ at }) => formatMoment(at), className: "numbers" },
  { name: t("office.audit.actor"), cell: (entry) => html`<${Actor} entry=${entry} />` },
  { name: t("office.audit.action"), cell: (entry) => html`${actionWords(entry.action)}${entry.action === "own_roles_changed" && html` <span class="badge warning">${t("office.audit.own")}</span>`}` },
  { name: t("office.audit.subject"), cell: subjectWords },
  { name: t("office.audit.data"), cell: (entry) => Object.keys(entry.data).length > 0 && html`<${Changes} entry=${entry} />` },
];

/** Who did it; a press shows only what this person did. @param {{ entry: Entry }} props */
function Actor({ entry }) {
  const { actor, actor_name } = entry;
  if (!actor_name) return actorWords(entry);
  const choose = () => { person.value = { id: Number(actor.slice(2)), name: actor_name }; };
  return html`<button type="button" class="link" onClick=${choose}>${actor_name}</button>`;
}

/** The midnight in the city with which a day begins, or the one after it. @param {string} day @param {number} [days] */
const midnight = (day, days = 0) => (day ? new Date(Date.parse(`${day}T00:00:00+08:00`) + days * DAY_MS).toISOString() : null);

/** @param {{ words: string, chosen: import("@preact/signals").Signal<string> }} props */
const Day = ({ words, chosen }) => html`
  <label class="day">${words}
    <input class="input" type="date" value=${chosen.value} onChange=${(/** @type {any} */ event) => { chosen.value = event.target.value; }} />
  </label>
`;

/** Who did what, newest first. */
export default function AuditPage() {
  const listed = useListed("/admin/audit", {
    person: person.value?.id ?? null,
    action: action.value || null,
    since: midnight(since.value),
    until: midnight(until.value, 1),
  });
  const { data } = useLoaded("/admin/audit/actions");
  const actions = (data?.items ?? []).map((/** @type {string} */ code) => ({ value: code, name: actionWords(code) }));
  return html`
    <${Screen} title=${t("office.admin.audit")}>
      <div class="admin-filters" role="search">
        <${Filter} label=${t("office.audit.action")} value=${action.value}
          options=${[{ value: "", name: t("office.audit.all_actions") }, ...actions]} onChoose=${(/** @type {string} */ code) => { action.value = code; }} />
        <${Day} words=${t("office.audit.since")} chosen=${since} />
        <${Day} words=${t("office.audit.until")} chosen=${until} />
        ${person.value && html`
          <button type="button" class="chip chosen" onClick=${() => { person.value = null; }}>
            ${t("office.audit.only", { name: person.value.name })}<span aria-hidden="true">×</span>
          </button>
        `}
      </div>
      <${PagedList} from=${listed} columns=${columns()} label=${t("office.admin.audit")} empty=${t("office.audit.none")}
        keyOf=${(/** @type {Entry} */ { id }) => id} />
    <//>
  `;
}
