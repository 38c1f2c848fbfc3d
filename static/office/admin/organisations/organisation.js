import { post } from "../../../shared/api.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Empty } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { bothOf, useLoaded, WhenLoaded } from "../../load.js";
import { adminHref, go } from "../../router.js";
import { ConfirmButton } from "../../ui/confirm.js";
import { Screen } from "../../ui/screen.js";
import { postNow } from "../../write.js";
import { save } from "../versioned.js";

/**
 * @typedef {import("./list.js").Organisation} Organisation
 * @typedef {import("./list.js").Organisations} Organisations
 */

/** @typedef {{ items: { code: string, name: string, depth: number }[] }} Areas what GET /admin/areas says */

/**
 * @param {Organisations} all
 * @param {Areas} areas
 * @param {string} [own] its code, for it is not above itself
 * @returns {import("../../types.js").Field[]}
 */
const fieldsOf = ({ items, kinds, lead_types }, areas, own) => [
  { name: "name", type: "text", required: true, max: 80 },
  { name: "kind", type: "select", required: true, options: kinds.map((kind) => ({ value: kind, name: t(`kind.${kind}`) })) },
  {
    name: "area",
    type: "select",
    required: false,
    options: areas.items.map(({ code, name, depth }) => ({ value: code, name: "\u3000".repeat(depth) + name })),
  },
  {
    name: "parent",
    type: "select",
    required: false,
    options: items.filter(({ code, active }) => active && code !== own).map(({ code, name }) => ({ value: code, name })),
  },
  { name: "lead_type", type: "select", required: false, options: lead_types.map((lead) => ({ value: lead, name: t(`lead.${lead}`) })) },
  { name: "phone", type: "text", required: false, max: 40 },
];

const saved = () => toast(t("office.admin.saved"));

/** A new organisation. */
export function NewOrganisation() {
  const loaded = useLoaded("/admin/organisations");
  const areas = useLoaded("/admin/areas");
  return html`
    <${Screen} title=${t("office.organisations.new")} back=${adminHref("organisations")} narrow>
      <${WhenLoaded} from=${bothOf(loaded, areas)}>
        ${(/** @type {[Organisations, Areas]} */ [all, tree]) => html`
          <${RecordForm} name="organisation_record" submit=${t("office.organisations.create")}
            fields=${[{ name: "code", type: "text", required: true, max: 40 }, ...fieldsOf(all, tree)]}
            send=${(/** @type {any} */ values) => post("/admin/organisations", values)}
            onDone=${(/** @type {Organisation} */ made) => { saved(); go(adminHref("organisations", "of", made.code)); }} />
        `}
      <//>
    <//>
  `;
}

/** @param {{ one: Organisation, onChange: () => Promise<void> }} props */
function Service({ one, onChange }) {
  const turn = async (/** @type {string} */ way, /** @type {string} */ done) => {
    if (await postNow(`/admin/organisations/${one.code}/${way}`, done)) await onChange();
  };
  return html`
    <section class="card">
      <h2>${t("office.organisations.service")}</h2>
      <p class="muted small">${t("office.organisations.close.hint")}</p>
      <p>
        ${one.active
          ? html`<${ConfirmButton} danger icon="ban" words=${t("office.organisations.close")} question=${t("office.organisations.close.ask", { name: one.name })}
              onConfirm=${() => turn("deactivation", "office.organisations.close.done")} />`
          : html`<${ConfirmButton} icon="rotate-ccw" words=${t("office.organisations.reopen")} question=${t("office.organisations.reopen.ask", { name: one.name })}
              onConfirm=${() => turn("activation", "office.organisations.reopen.done")} />`}
      </p>
    </section>
  `;
}

/** One organisation. @param {{ code: string }} props */
export function OrganisationScreen({ code }) {
  const loaded = useLoaded("/admin/organisations");
  const areas = useLoaded("/admin/areas");
  const found = loaded.data?.items.find((/** @type {Organisation} */ one) => one.code === code);
  /** @param {[Organisations, Areas]} both */
  const screen = ([all, tree]) => {
    if (!found) return html`<${Empty} icon="archive" words=${t("office.organisations.gone")} />`;
    const { name, kind, lead_type, area, parent, phone } = found;
    return html`
      <section class="card stack">
        <dl class="admin-facts">
          <dt>${t("office.field.organisation_record.code")}</dt><dd>${code}</dd>
          <dt>${t("office.organisations.people")}</dt><dd>${found.people}</dd>
        </dl>
        <${RecordForm} name="organisation_record" submit=${t("office.form.save")} fields=${fieldsOf(all, tree, code)}
          initial=${{ name, kind, lead_type, area: area && area.code, parent: parent && parent.code, phone }}
          send=${(/** @type {any} */ values) => save("PUT", `/admin/organisations/${code}`, found.version, values)}
          onDone=${() => { saved(); loaded.reload(); }} />
      </section>
      <${Service} one=${found} onChange=${loaded.reload} />
    `;
  };
  return html`
    <${Screen} title=${found?.name ?? t("office.admin.organisations")} back=${adminHref("organisations")} narrow>
      <${WhenLoaded} from=${bothOf(loaded, areas)}>${screen}<//>
    <//>
  `;
}
