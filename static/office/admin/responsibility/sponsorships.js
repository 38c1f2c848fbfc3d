import { post } from "../../../shared/api.js";
import { formatDay } from "../../../shared/format.js";
import { html, signal, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { lookup } from "../../lookups.js";
import { adminHref, go } from "../../router.js";
import { ConfirmButton } from "../../ui/confirm.js";
import { DataList, Filter } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";
import { doNow } from "../../write.js";
import { given } from "./segments.js";
import { Import } from "./sponsorships-import.js";

/**
 * @typedef {{ code: string, name: string }} Named
 * @typedef {{ id: number, organisation: Named & { kind: string }, target: Named & { kind: string },
 *   contact: string, from: string, to: string | null, active: boolean }} Sponsorship
 * @typedef {{ items: Sponsorship[], coverage: { kind: string, covered: number, all: number }[] }} Sponsorships
 */

const KINDS = ["community", "segment", "point", "compound"];

const kind = signal("");
const standing = signal("active");

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.sponsorship.organisation"), cell: ({ organisation }) => organisation.name },
  { name: t("office.field.sponsorship.target"), cell: ({ target }) => html`${target.name} <span class="muted small">${t(`office.sponsor.kind.${target.kind}`)}</span>` },
  { name: t("office.field.sponsorship.contact"), cell: ({ contact }) => contact },
  { name: t("office.field.sponsorship.from"), cell: ({ from, to }) => [from, to].filter(Boolean).map(formatDay).join(" – ") },
];

/** @param {{ data: Sponsorships, reload: () => Promise<void> }} props */
function List({ data, reload }) {
  const rows = data.items.filter((item) => (!kind.value || item.target.kind === kind.value) && (standing.value === "all" || item.active));
  const end = async (/** @type {Sponsorship} */ { id }) => {
    if (await doNow(() => post(`/sponsorships/${id}/end`), "office.sponsor.ended")) await reload();
  };
  return html`
    <ul class="coverage" aria-label=${t("office.sponsor.coverage")}>
      ${data.coverage.map(({ kind: what, covered, all }) => html`
        <li class="card" key=${what}><span class="muted small block">${t(`office.sponsor.kind.${what}`)}</span><strong class="numbers">${covered} / ${all}</strong></li>
      `)}
    </ul>
    <div class="admin-filters">
      <${Filter} label=${t("office.field.sponsorship.target_kind")} value=${kind.value}
        options=${[{ value: "", name: t("office.sponsor.all_kinds") }, ...KINDS.map((value) => ({ value, name: t(`office.sponsor.kind.${value}`) }))]}
        onChoose=${(/** @type {string} */ value) => { kind.value = value; }} />
      <${Filter} label=${t("office.sponsor.standing")} value=${standing.value}
        options=${["active", "all"].map((value) => ({ value, name: t(`office.sponsor.show.${value}`) }))}
        onChoose=${(/** @type {string} */ value) => { standing.value = value; }} />
    </div>
    <${DataList} rows=${rows} columns=${columns()} label=${t("office.admin.sponsorships")} empty=${t("office.sponsor.none")} keyOf=${(/** @type {any} */ { id }) => id}
      toolsOf=${(/** @type {Sponsorship} */ row) => row.active && html`
        <${ConfirmButton} icon="ban" words=${t("office.sponsor.end")} label=${t("office.sponsor.end_of", { name: row.organisation.name, target: row.target.name })}
          question=${t("office.sponsor.end.ask", { name: row.organisation.name, target: row.target.name })} onConfirm=${() => end(row)} />
      `} />
  `;
}

/** Where the things of a kind are listed. @type {Record<string, string>} */
const LISTS = { segment: "/segments", point: "/sites", compound: "/sites" };

/** What can be stood by, of a kind. @param {string} what @returns {Named[]} */
function useTargets(what) {
  const communities = useLoaded(what === "community" ? "/areas.geojson" : null, { level: "community" });
  const listed = useLoaded(LISTS[what] ?? null);
  if (what === "community") return (communities.data?.features ?? []).map((/** @type {any} */ { properties }) => properties);
  return (listed.data?.items ?? []).filter((/** @type {any} */ { kind: is, state }) => (what === "segment" ? state !== "ended" : is === what));
}

/** @param {Named[]} things */
const optionsOf = (things) => things.map(({ code, name }) => ({ value: code, name }));

/** An organisation begins to stand by something. */
function NewSponsorship() {
  const [what, setWhat] = useState("community");
  const fields = [
    { name: "target", type: "select", required: true, options: optionsOf(useTargets(what)) },
    { name: "organisation", type: "select", required: true, options: optionsOf(lookup("/organisations") ?? []) },
    { name: "contact", type: "text", required: false, max: 120 },
    { name: "from", type: "moment", required: false },
    { name: "to", type: "moment", required: false },
  ];
  return html`
    <${Screen} title=${t("office.sponsor.new")} back=${adminHref("sponsorships")} narrow>
      <div class="segments" role="group" aria-label=${t("office.field.sponsorship.target_kind")}>
        ${KINDS.map((value) => html`
          <button key=${value} type="button" aria-pressed=${value === what} onClick=${() => setWhat(value)}>${t(`office.sponsor.kind.${value}`)}</button>
        `)}
      </div>
      <section class="card">
        <${RecordForm} key=${what} name="sponsorship" fields=${fields} submit=${t("office.sponsor.create")}
          send=${(/** @type {Record<string, any>} */ values) => post("/sponsorships", { ...given(values), target_kind: what })}
          onDone=${() => { toast(t("office.admin.saved")); go(adminHref("sponsorships"), { replace: true }); }} />
      </section>
    <//>
  `;
}

/** Who stands by what. */
function Overview() {
  const loaded = useLoaded("/sponsorships");
  const tools = html`
    <a class="button quiet" href=${adminHref("sponsorships", "import")}><${Icon} name="upload" />${t("office.sponsor.import")}</a>
    <${NewLink} href=${adminHref("sponsorships", "new")} words=${t("office.sponsor.new")} />
  `;
  return html`
    <${Screen} title=${t("office.admin.sponsorships")} tools=${tools}>
      <${WhenLoaded} from=${loaded} rows=${6}>
        ${(/** @type {Sponsorships} */ data) => html`<${List} data=${data} reload=${loaded.reload} />`}
      <//>
    <//>
  `;
}

/** Organisations that stand by communities, segments, points and compounds. @param {{ path: string[] }} props */
export default function SponsorshipsPage({ path: [part] }) {
  if (part === "new") return html`<${NewSponsorship} />`;
  return part === "import" ? html`<${Import} />` : html`<${Overview} />`;
}
