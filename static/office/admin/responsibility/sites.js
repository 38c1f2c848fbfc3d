import { post } from "../../../shared/api.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref, go } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";

/**
 * @typedef {{ code: string, name: string }} Named
 * @typedef {Named & { kind: string, community: Named, sponsors: Named[] }} Site
 */

const KINDS = ["point", "compound"];

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.site.name"), cell: ({ name }) => name },
  { name: t("office.field.site.kind"), cell: ({ kind }) => t(`office.sponsor.kind.${kind}`) },
  { name: t("office.field.site.code"), cell: ({ code }) => code },
  { name: t("office.segments.community"), cell: ({ community }) => community.name },
  { name: t("office.admin.sponsorships"), cell: ({ sponsors }) => sponsors.map((/** @type {Named} */ { name }) => name).join(t("office.gaps.and")) || t("office.sites.no_sponsor") },
];

/** A new point or compound, where it lies on the map. */
const NewSite = () => html`
  <${Screen} title=${t("office.sites.new")} back=${adminHref("sites")} narrow>
    <section class="card">
      <${RecordForm} name="site" submit=${t("office.form.save")} initial=${{ kind: "point", radius_m: "50" }}
        fields=${[
          { name: "kind", type: "select", required: true, options: KINDS.map((value) => ({ value, name: t(`office.sponsor.kind.${value}`) })) },
          { name: "code", type: "text", required: true, max: 32 },
          { name: "name", type: "text", required: true, max: 80 },
          { name: "place", type: "place", required: true },
          { name: "radius_m", type: "number", required: true, min: 1, max: 500 },
        ]}
        send=${(/** @type {Record<string, any>} */ { place, ...values }) => post("/sites", { ...values, lat: place.lat, lon: place.lon })}
        onDone=${() => {
          toast(t("office.admin.saved"));
          go(adminHref("sites"), { replace: true });
        }} />
    </section>
  <//>
`;

/** Points and compounds that may have sponsors. @param {{ path: string[] }} props */
export default function SitesPage({ path: [step] }) {
  const loaded = useLoaded(step === "new" ? null : "/sites");
  if (step === "new") return html`<${NewSite} />`;
  const tools = html`<${NewLink} href=${adminHref("sites", "new")} words=${t("office.sites.new")} />`;
  return html`
    <${Screen} title=${t("office.admin.sites")} tools=${tools}>
      <p class="muted">${t("office.sites.about")}</p>
      <${WhenLoaded} from=${loaded} rows=${5}>
        ${(/** @type {{ items: Site[] }} */ { items }) => html`
          <${DataList} rows=${items} columns=${columns()} label=${t("office.admin.sites")} empty=${t("office.sites.none")}
            keyOf=${(/** @type {Site} */ { kind, code }) => kind + code} />
        `}
      <//>
    <//>
  `;
}
