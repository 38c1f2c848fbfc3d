import { put } from "../../../shared/api.js";
import { formatDay } from "../../../shared/format.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { toast } from "../../../shared/ui/toast.js";
import { cityTime } from "../../forms/moments.js";
import { RecordForm } from "../../forms/record-form.js";
import { bothOf, useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";
import { Scope } from "./scope.js";
import { keeperOptions } from "./segments.js";

/**
 * @typedef {{ code: string, name: string }} Named
 * @typedef {{ organisation: Named, leader: { id: number, name: string } | null, members: Named[],
 *   categories: string[], geometry: any, from: string, to: string | null, active: boolean }} Mandate
 * @typedef {Named & { kind: string }} Organisation
 */

/** @param {Named[]} named */
const choices = (named) => named.map(({ code, name }) => ({ value: code, name }));

/** @param {Mandate | undefined} mandate */
const standing = (mandate) => {
  if (!mandate) return html`<span class="badge warning">${t("office.task_forces.none_yet")}</span>`;
  return html`<span class=${`badge ${mandate.active ? "good" : ""}`}>${t(`office.task_forces.${mandate.active ? "active" : "idle"}`)}</span>`;
};

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.task_forces.name"), cell: ({ force }) => force.name },
  { name: t("office.field.task_force.leader"), cell: ({ mandate }) => mandate?.leader?.name },
  { name: t("office.field.task_force.members"), cell: ({ mandate }) => mandate?.members.map((/** @type {Named} */ { name }) => name).join(t("office.gaps.and")) },
  { name: t("office.task_forces.time"), cell: ({ mandate }) => mandate && [mandate.from, mandate.to].filter(Boolean).map(formatDay).join(" – ") },
  { name: t("office.segments.standing"), cell: ({ mandate }) => standing(mandate) },
];

/** What there is, as the form wants it. @param {Mandate | undefined} mandate */
const startOf = (mandate) => mandate && {
  leader: mandate.leader?.id ?? null,
  from: cityTime(mandate.from),
  to: mandate.to ? cityTime(mandate.to) : "",
  members: mandate.members.map(({ code }) => code),
  categories: mandate.categories,
};

/** @param {{ force: Organisation, mandate: Mandate | undefined, organisations: Organisation[], onDone: () => void }} props */
function MandateForm({ force, mandate, organisations, onDone }) {
  const both = bothOf(useLoaded("/responsibility/people"), useLoaded("/categories"));
  const [shape, setShape] = useState(/** @type {any} */ (mandate?.geometry ?? null));
  return html`
    <${WhenLoaded} from=${both} rows=${6}>
      ${(/** @type {[{ items: any[] }, { items: Named[] }]} */ [people, categories]) => html`
        <section class="card stack">
          <${RecordForm} name="task_force" submit=${t("office.form.save")}
            initial=${startOf(mandate)}
            fields=${[
              { name: "leader", type: "select", required: false, options: keeperOptions(people.items) },
              { name: "from", type: "moment", required: false },
              { name: "to", type: "moment", required: false },
              { name: "members", type: "options", required: true, options: choices(organisations.filter(({ code }) => code !== force.code)) },
              { name: "categories", type: "options", required: false, options: choices(categories.items) },
            ]}
            send=${(/** @type {Record<string, any>} */ { from, ...values }) => put(`/task-forces/${encodeURIComponent(force.code)}`, {
              ...values, ...(from && { from }), geometry: shape,
            })}
            onDone=${onDone}>
            <${Scope} name=${force.name} before=${mandate?.geometry ?? null} shape=${shape} onShape=${setShape} />
          <//>
        </section>
      `}
    <//>
  `;
}

/** Task forces and what they are to do. @param {{ path: string[] }} props */
export default function TaskForcesPage({ path: [code] }) {
  const organisations = useLoaded("/organisations");
  const mandates = useLoaded("/task-forces");
  return html`
    <${WhenLoaded} from=${bothOf(organisations, mandates)}>
      ${(/** @type {[{ items: Organisation[] }, { items: Mandate[] }]} */ [{ items: all }, { items }]) => {
        const rows = all.filter(({ kind }) => kind === "taskforce")
          .map((force) => ({ force, mandate: items.find(({ organisation }) => organisation.code === force.code) }));
        const chosen = rows.find(({ force }) => force.code === code);
        if (chosen) return html`
          <${Screen} title=${chosen.force.name} back=${adminHref("task_forces")} narrow>
            <p>${standing(chosen.mandate)}</p>
            <${MandateForm} key=${JSON.stringify(chosen.mandate)} ...${chosen} organisations=${all}
              onDone=${() => { mandates.reload(); toast(t("office.admin.saved")); }} />
          <//>
        `;
        return html`
          <${Screen} title=${t("office.admin.task_forces")}>
            <p class="muted">${t("office.task_forces.about")}</p>
            <${DataList} rows=${rows} columns=${columns()} label=${t("office.admin.task_forces")} empty=${t("office.task_forces.none")}
              keyOf=${(/** @type {any} */ { force }) => force.code} hrefOf=${(/** @type {any} */ { force }) => adminHref("task_forces", force.code)} />
          <//>
        `;
      }}
    <//>
  `;
}
