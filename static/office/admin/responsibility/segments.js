import { put } from "../../../shared/api.js";
import { formatMoment } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { lazy } from "../../lazy.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { ConfirmButton } from "../../ui/confirm.js";
import { DataList } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";
import { postNow } from "../../write.js";

/**
 * @typedef {{ id: number, name: string }} Colleague
 * @typedef {{ role: "chief" | "sponsor", person: Colleague, from: string, to: string | null }} Duty
 * @typedef {{ code: string, name: string, community: { code: string, name: string },
 *   geometry: any, buffer_m: number, state: "draft" | "active" | "ended",
 *   chief: Colleague | null, sponsor: Colleague | null, duties: Duty[] }} Segment
 */

const NewSegment = lazy(() => import("./new-segment.js"), "pane");

const OutlineMap = lazy(() => import("../areas/outline-map.js"), "map outline-map");

/** @type {WeakMap<object, any>} */
const shapes = new WeakMap();

/** The line or polygon of a segment, the same object for the same answer. @param {Segment} segment */
const shapeOf = ({ geometry, name }) => {
  const known = shapes.get(geometry) ?? { type: "Feature", geometry, properties: { name } };
  shapes.set(geometry, known);
  return known;
};

const TONES = { draft: "warning", active: "good", ended: "" };

/** @param {{ state: Segment["state"] }} props */
const StateBadge = ({ state }) => html`<span class=${`badge ${TONES[state]}`}>${t(`office.segments.state.${state}`)}</span>`;

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.segment.name"), cell: ({ name }) => name },
  { name: t("office.segments.community"), cell: ({ community }) => community.name },
  { name: t("office.field.segment.chief"), cell: ({ chief }) => chief?.name ?? t("office.segments.nobody") },
  { name: t("office.field.segment.sponsor"), cell: ({ sponsor }) => sponsor?.name ?? t("office.segments.nobody") },
  { name: t("office.segments.standing"), cell: ({ state }) => html`<${StateBadge} state=${state} />` },
];

function SegmentList() {
  const loaded = useLoaded("/segments");
  const tools = html`<${NewLink} href=${adminHref("segments", "new")} words=${t("office.segments.new")} />`;
  return html`
    <${Screen} title=${t("office.admin.segments")} tools=${tools}>
      <p class="muted">${t("office.segments.about")}</p>
      <${WhenLoaded} from=${loaded} rows=${6}>
        ${(/** @type {{ items: Segment[] }} */ { items }) => html`
          <${DataList} rows=${items} columns=${columns()} label=${t("office.admin.segments")} empty=${t("office.segments.none")}
            keyOf=${(/** @type {any} */ { code }) => code} hrefOf=${(/** @type {any} */ { code }) => adminHref("segments", code)} />
        `}
      <//>
    <//>
  `;
}

/** Who keeps it from a moment on. @param {{ segment: Segment, onDone: (fresh: Segment) => void }} props */
function HandOver({ segment, onDone }) {
  const people = useLoaded("/responsibility/people", { role: "segment_keeper" });
  return html`
    <section class="card stack">
      <h2>${t("office.segments.hand_over")}</h2>
      <${WhenLoaded} from=${people}>
        ${(/** @type {any} */ { items }) => {
          const options = keeperOptions(items);
          return html`
            <${RecordForm} name="segment" submit=${t("office.form.save")}
              initial=${{ chief: segment.chief?.id ?? null, sponsor: segment.sponsor?.id ?? null, from: "" }}
              fields=${[
                { name: "chief", type: "select", required: false, options },
                { name: "sponsor", type: "select", required: false, options },
                { name: "from", type: "moment", required: false },
              ]}
              send=${(/** @type {Record<string, any>} */ values) => put(`/segments/${segment.code}/duties`, given(values))} onDone=${onDone} />
          `;
        }}
      <//>
    </section>
  `;
}

/** People to choose a keeper from. @param {(Colleague & { organisation: { name: string } })[]} people */
export const keeperOptions = (people) =>
  people.map(({ id, name, organisation }) => ({ value: id, name: `${name}（${organisation.name}）` }));

/** What was filled in. @param {Record<string, any>} values */
export const given = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** @returns {import("../../ui/list.js").Column[]} */
const dutyColumns = () => [
  { name: t("office.segments.person"), cell: ({ person }) => person.name },
  { name: t("office.segments.role"), cell: ({ role }) => t(`office.field.segment.${role}`) },
  { name: t("office.field.segment.from"), cell: ({ from }) => formatMoment(from) },
  { name: t("office.segments.to"), cell: ({ to }) => (to ? formatMoment(to) : t("office.segments.open_end")) },
];

/** @param {{ segment: Segment }} props */
const Duties = ({ segment }) => html`
  <section class="stack">
    <h2>${t("office.segments.duties")}</h2>
    <${DataList} rows=${segment.duties} label=${t("office.segments.duties")} empty=${t("office.segments.nobody")}
      keyOf=${(/** @type {Duty} */ { role, from }) => role + from}
      columns=${dutyColumns()} />
  </section>
`;

/** One segment. @param {{ code: string }} props */
function SegmentScreen({ code }) {
  const path = `/segments/${encodeURIComponent(code)}`;
  const loaded = useLoaded(path);
  const turn = async (/** @type {string} */ way) => {
    const fresh = await postNow(`${path}/${way}`, "office.admin.saved");
    if (fresh) loaded.put(fresh);
  };
  return html`
    <${Screen} title=${loaded.data?.name ?? t("office.admin.segments")} back=${adminHref("segments")} narrow>
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {Segment} */ segment) => html`
          <p><${StateBadge} state=${segment.state} /> ${segment.code} · ${segment.community.name}</p>
          ${segment.state === "draft" && html`<${Note} tone="warning" icon="info">${t("office.segments.draft_note")}<//>`}
          <${OutlineMap} after=${shapeOf(segment)} label=${t("office.segments.where", { name: segment.name })} />
          ${segment.state !== "ended" && html`
            <${HandOver} key=${JSON.stringify(segment.duties)} segment=${segment}
              onDone=${(/** @type {Segment} */ fresh) => { loaded.put(fresh); toast(t("office.admin.saved")); }} />
          `}
          <${Duties} segment=${segment} />
          <div class="row">
            ${segment.state === "draft" && html`
              <${ConfirmButton} icon="check" words=${t("office.segments.activate")} question=${t("office.segments.activate.ask", { name: segment.name })} onConfirm=${() => turn("activate")} />
            `}
            ${segment.state === "active" && html`
              <${ConfirmButton} icon="ban" danger words=${t("office.segments.end")} question=${t("office.segments.end.ask", { name: segment.name })} onConfirm=${() => turn("end")} />
            `}
          </div>
        `}
      <//>
    <//>
  `;
}

/** Road segments and who keeps them. @param {{ path: string[] }} props */
export default function SegmentsPage({ path: [code] }) {
  if (!code) return html`<${SegmentList} />`;
  return code === "new" ? html`<${NewSegment} />` : html`<${SegmentScreen} key=${code} code=${code} />`;
}
