import { put } from "../../../shared/api.js";
import { formatMoment } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { may } from "../../../shared/session.js";
import { Icon } from "../../../shared/ui/icon.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { bothOf, useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";
import { doNow } from "../../write.js";
import { given, keeperOptions } from "./segments.js";
import { WorkersImport } from "./workers-import.js";

/**
 * @typedef {{ code: string, name: string }} Named
 * @typedef {{ id: number, name: string }} Colleague
 * @typedef {Named & { level: string, kind: Named | null, person: Colleague | null, from: string | null,
 *   workers: Colleague[] }} GridNode
 * @typedef {Colleague & { organisation: Named, areas: Named[] }} GridWorker
 * @typedef {{ area: Named, answers: Colleague | null, answers_for: Named | null,
 *   duties: { person: Colleague, from: string, to: string | null }[] }} AreaDuty
 */

/** @returns {import("../../ui/list.js").Column[]} */
const nodeColumns = () => [
  { name: t("office.grids.area"), cell: ({ name }) => name },
  { name: t("office.grids.kind"), cell: (/** @type {GridNode} */ { kind, level }) => kind?.name ?? t(`office.areas.level.${level}`) },
  { name: t("office.grids.person"), cell: (/** @type {GridNode} */ { person }) => person?.name ?? t("office.segments.nobody") },
  { name: t("office.grids.workers"), cell: (/** @type {GridNode} */ { workers }) => workers.map(({ name }) => name).join(t("office.gaps.and")) },
];

/** The areas directly below one. @param {{ parent: string | null }} props */
function Nodes({ parent }) {
  const loaded = useLoaded("/grid-nodes", { parent });
  return html`
    <${WhenLoaded} from=${loaded} rows=${5}>
      ${(/** @type {{ items: GridNode[] }} */ { items }) => html`
        <${DataList} rows=${items} columns=${nodeColumns()} label=${t("office.grids.below")} empty=${t("office.grids.no_parts")}
          keyOf=${(/** @type {GridNode} */ { code }) => code} hrefOf=${(/** @type {GridNode} */ { code }) => adminHref("grids", "area", code)} />
      `}
    <//>
  `;
}

/** @returns {import("../../ui/list.js").Column[]} */
const dutyColumns = () => [
  { name: t("office.segments.person"), cell: ({ person }) => person.name },
  { name: t("office.field.segment.from"), cell: ({ from }) => formatMoment(from) },
  { name: t("office.segments.to"), cell: ({ to }) => (to ? formatMoment(to) : t("office.segments.open_end")) },
];

/** Who answers for an area. @param {{ code: string, duty: import("../../load.js").Loaded }} props */
function Answering({ code, duty }) {
  const people = useLoaded("/responsibility/people");
  return html`
    <section class="card stack to-read">
      <h2>${t("office.grids.person")}</h2>
      <${WhenLoaded} from=${bothOf(duty, people)}>
        ${(/** @type {[AreaDuty, { items: any[] }]} */ [{ answers, answers_for: where, duties }, { items }]) => html`
          <p>${answers && where ? t("office.grids.answers", { name: answers.name, area: where.name }) : t("office.grids.nobody")}</p>
          <${RecordForm} key=${JSON.stringify(duties)} name="area_duty" submit=${t("office.form.save")}
            initial=${{ person: null, from: "" }}
            fields=${[
              { name: "person", type: "select", required: true, options: keeperOptions(items) },
              { name: "from", type: "moment", required: false },
            ]}
            send=${(/** @type {Record<string, any>} */ values) => put(`/areas/${encodeURIComponent(code)}/duty`, given(values))}
            onDone=${(/** @type {AreaDuty} */ fresh) => { duty.put(fresh); toast(t("office.admin.saved")); }} />
          ${duties.length > 0 && html`
            <${DataList} rows=${duties} columns=${dutyColumns()} label=${t("office.segments.duties")} empty=""
              keyOf=${(/** @type {any} */ { from }) => from} />
          `}
        `}
      <//>
    </section>
  `;
}

/** The grid workers of an area: who they are, one more, one less. @param {{ code: string }} props */
function AreaWorkers({ code }) {
  const loaded = useLoaded("/grid-workers");
  const codesOf = (/** @type {GridWorker} */ { areas }) => areas.map((area) => area.code);
  const bind = async (/** @type {GridWorker} */ { id }, /** @type {string[]} */ areas) => {
    const done = await doNow(() => put(`/grid-workers/${id}/areas`, { areas }), "office.admin.saved");
    if (done) await loaded.reload();
  };
  return html`
    <section class="card stack to-read">
      <h2>${t("office.grids.workers")}</h2>
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {{ items: GridWorker[] }} */ { items }) => {
          const here = items.filter((worker) => codesOf(worker).includes(code));
          const others = items.filter((worker) => !here.includes(worker));
          return html`
            ${here.length === 0 ? html`<p class="muted">${t("office.grids.no_workers_here")}</p>` : html`<ul class="gap-list">
              ${here.map((worker) => html`
                <li key=${worker.id} class="row between">
                  <span>${worker.name}（${worker.organisation.name}）</span>
                  ${worker.areas.length > 1
                    ? html`<button type="button" class="button quiet" onClick=${() => bind(worker, codesOf(worker).filter((one) => one !== code))}><${Icon} name="x" />${t("office.grids.unbind")}</button>`
                    : html`<span class="muted small">${t("office.grids.only_area")}</span>`}
                </li>
              `)}
            </ul>`}
            <${RecordForm} key=${here.length} name="grid_worker" submit=${t("office.grids.bind")}
              fields=${[{ name: "worker", type: "select", required: true, options: keeperOptions(others) }]}
              send=${async (/** @type {Record<string, any>} */ { worker: id }) => {
                const worker = others.find((one) => one.id === id);
                if (worker) await bind(worker, [...codesOf(worker), code]);
              }} />
          `;
        }}
      <//>
    </section>
  `;
}

/** Who answers for an area and works in it, and what it is made of. @param {{ code: string }} props */
function AreaScreen({ code }) {
  const duty = useLoaded(`/areas/${encodeURIComponent(code)}/duty`);
  return html`
    <${Screen} title=${duty.data?.area.name ?? t("office.admin.grids")} back=${adminHref("grids")}>
      <${Answering} duty=${duty} code=${code} />
      <${AreaWorkers} code=${code} />
      <h2>${t("office.grids.below")}</h2>
      <${Nodes} parent=${code} />
    <//>
  `;
}

/** @returns {import("../../ui/list.js").Column[]} */
const workerColumns = () => [
  { name: t("office.segments.person"), cell: ({ name }) => name },
  { name: t("office.grids.organisation"), cell: ({ organisation }) => organisation.name },
  { name: t("office.grids.areas"), cell: ({ areas }) => areas.map((/** @type {Named} */ { name }) => name).join(t("office.gaps.and")) || t("office.grids.no_areas") },
];

/** The grid workers with their areas. */
function Workers() {
  const loaded = useLoaded("/grid-workers");
  const tools = may("staff.manage") && html`
    <a class="button quiet" href=${adminHref("grids", "workers", "import")}><${Icon} name="upload" />${t("office.workers.import")}</a>
  `;
  return html`
    <${Screen} title=${t("office.grids.workers")} back=${adminHref("grids")} tools=${tools}>
      <p class="muted">${t("office.grids.bind_where")}</p>
      <${WhenLoaded} from=${loaded} rows=${5}>
        ${(/** @type {{ items: GridWorker[] }} */ { items }) => html`
          <${DataList} rows=${items} columns=${workerColumns()} label=${t("office.grids.workers")} empty=${t("office.grids.no_workers")}
            keyOf=${(/** @type {GridWorker} */ worker) => worker.id} />
        `}
      <//>
    <//>
  `;
}

/** The tree of areas with who answers in it, and the grid workers. @param {{ path: string[] }} props */
export default function GridsPage({ path: [kind, code] }) {
  if (kind === "area" && code) return html`<${AreaScreen} key=${code} code=${code} />`;
  if (kind === "workers") return code === "import" ? html`<${WorkersImport} />` : html`<${Workers} />`;
  const tools = html`<a class="button quiet" href=${adminHref("grids", "workers")}>${t("office.grids.workers")}</a>`;
  return html`
    <${Screen} title=${t("office.admin.grids")} tools=${tools}>
      <p class="muted">${t("office.grids.about")}</p>
      <${Nodes} parent=${null} />
    <//>
  `;
}
