import { formatMoment } from "../../../shared/format.js";
import { html, signal } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { lookup } from "../../lookups.js";
import { adminHref, go } from "../../router.js";
import { DataList, Filter } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";
import { save } from "../versioned.js";

/**
 * @typedef {{ code: string, name: string }} Named
 * @typedef {{ id: number, lead: string, area: (Named & { level: string }) | null, organisation: Named,
 *   since: string, version: number, standing: "past" | "present" | "future" }} Charge
 * @typedef {{ version: number, items: Charge[], holes: { lead: string, street: Named }[],
 *   leads: string[] }} Charges
 */

const TONES = { past: "", present: "good", future: "info" };

const lead = signal("");
const standing = signal("now");

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.charge.lead"), cell: (charge) => t(`lead.${charge.lead}`) },
  { name: t("office.field.charge.area"), cell: ({ area }) => area?.name ?? t("office.charges.whole_city") },
  { name: t("office.field.charge.organisation"), cell: ({ organisation }) => organisation.name },
  { name: t("office.field.charge.since"), cell: ({ since }) => formatMoment(since) },
  { name: t("office.charges.standing"), cell: (/** @type {Charge} */ charge) => html`<span class=${`badge ${TONES[charge.standing]}`}>${t(`office.charges.${charge.standing}`)}</span>` },
];

/** @param {Charge} charge */
const isSought = (charge) =>
  (!lead.value || charge.lead === lead.value) && (standing.value === "all" || charge.standing !== "past");

const STREETS_NAMED = 5;

/**
 * What nobody leads for, each lead type with the first of its streets: a new city lacks everything
 * in hundreds of them, and its list has to stay in sight.
 *
 * @param {Charges["holes"]} holes
 */
function linesOf(holes) {
  /** @type {Map<string, string[]>} */
  const streets = new Map();
  for (const { lead: missing, street } of holes) streets.set(missing, [...(streets.get(missing) ?? []), street.name]);
  return [...streets].map(([missing, names]) => ({
    missing,
    words: t(names.length > STREETS_NAMED ? "office.charges.holes_many" : "office.charges.hole", {
      lead: t(`lead.${missing}`), streets: names.slice(0, STREETS_NAMED).join(t("office.charges.and")), n: names.length,
    }),
  }));
}

/** Streets where nobody leads. @param {{ holes: Charges["holes"] }} props */
const Holes = ({ holes }) =>
  holes.length === 0
    ? html`<${Note} tone="good" icon="circle-check">${t("office.charges.whole")}<//>`
    : html`
      <${Note} tone="danger" icon="triangle-alert">
        <p>${t("office.charges.holes")}</p>
        <ul>${linesOf(holes).map(({ missing, words }) => html`<li key=${missing}>${words}</li>`)}</ul>
      <//>
    `;

/** @param {{ data: Charges }} props */
const List = ({ data }) => html`
  <p class="muted">${t("office.charges.about")}</p>
  <${Holes} holes=${data.holes} />
  <div class="admin-filters">
    <${Filter} label=${t("office.field.charge.lead")} value=${lead.value}
      options=${[{ value: "", name: t("office.charges.all_leads") }, ...data.leads.map((value) => ({ value, name: t(`lead.${value}`) }))]}
      onChoose=${(/** @type {string} */ value) => { lead.value = value; }} />
    <${Filter} label=${t("office.charges.standing")} value=${standing.value}
      options=${["now", "all"].map((value) => ({ value, name: t(`office.charges.show.${value}`) }))}
      onChoose=${(/** @type {string} */ value) => { standing.value = value; }} />
  </div>
  <${DataList} rows=${data.items.filter(isSought)} columns=${columns()} label=${t("office.admin.charges")}
    empty=${t("office.charges.none")} keyOf=${(/** @type {any} */ { id }) => id} />
`;

/** @param {{ data: Charges, put: (fresh: Charges) => void }} props */
function NewCharge({ data, put }) {
  /** @type {Named[]} */
  const offices = lookup("/organisations") ?? [];
  /** @type {import("../../types.js").Field[]} */
  const fields = [
    { name: "lead", type: "select", required: true, options: data.leads.map((value) => ({ value, name: t(`lead.${value}`) })) },
    { name: "area", type: "area", required: false },
    { name: "organisation", type: "select", required: true, options: offices.map(({ code, name }) => ({ value: code, name })) },
    { name: "since", type: "moment", required: false },
  ];
  return html`
    <${RecordForm} name="charge" fields=${fields} submit=${t("office.charges.enter")}
      send=${(/** @type {Record<string, any>} */ values) => save("POST", "/catalog/responsibilities", data.version, values)}
      onDone=${(/** @type {Charges} */ fresh) => {
        put(fresh);
        toast(t("office.admin.saved"));
        go(adminHref("charges"), { replace: true });
      }} />
  `;
}

/** Who leads for what, where and since when. @param {{ path: string[] }} props */
export default function ChargesPage({ path: [part] }) {
  const loaded = useLoaded("/catalog/responsibilities");
  const isNew = part === "new";
  const tools = !isNew && html`<${NewLink} href=${adminHref("charges", "new")} words=${t("office.charges.new")} />`;
  return html`
    <${Screen} title=${t(isNew ? "office.charges.new" : "office.admin.charges")} back=${isNew ? adminHref("charges") : undefined} narrow=${isNew} tools=${tools}>
      <${WhenLoaded} from=${loaded} rows=${8}>
        ${(/** @type {Charges} */ data) => (isNew ? html`<${NewCharge} data=${data} put=${loaded.put} />` : html`<${List} data=${data} />`)}
      <//>
    <//>
  `;
}
