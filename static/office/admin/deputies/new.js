import { post } from "../../../shared/api.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { may, me } from "../../../shared/session.js";
import { toast } from "../../../shared/ui/toast.js";
import { cityTime } from "../../forms/moments.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref, go } from "../../router.js";
import { Filter } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";

/** @typedef {{ id: number, name: string }} Colleague */

/** @param {Colleague[]} people @returns {import("../../types.js").Field[]} */
const fieldsOf = (people) => {
  const options = people.map(({ id, name }) => ({ value: id, name }));
  return [
    { name: "absent", type: "select", required: true, options },
    { name: "deputy", type: "select", required: true, options },
    { name: "since", type: "moment", required: true },
    { name: "until", type: "moment", required: true },
  ];
};

/** @param {{ code: string, onChoose: (code: string) => void }} props */
function OrganisationChoice({ code, onChoose }) {
  const { data } = useLoaded("/organisations");
  const options = (data?.items ?? []).map((/** @type {{ code: string, name: string }} */ one) => ({ value: one.code, name: one.name }));
  return html`
    <div class="field">
      <p class="label">${t("office.field.person.organisation")}</p>
      <${Filter} label=${t("office.field.person.organisation")} value=${code} options=${options} onChoose=${onChoose} />
    </div>
  `;
}

/** Name a deputy: heads for their own organisation, administrators for any. */
export function NewDeputy() {
  const [code, setCode] = useState(me.value?.organisation?.code ?? "");
  const people = useLoaded("/people", { organisation: code });
  const done = () => {
    toast(t("office.deputies.entered"));
    go(adminHref("deputies"));
  };
  return html`
    <${Screen} title=${t("office.deputies.new")} back=${adminHref("deputies")} narrow>
      ${may("staff.manage") && html`<${OrganisationChoice} code=${code} onChoose=${setCode} />`}
      <${WhenLoaded} from=${people}>
        ${(/** @type {{ items: Colleague[] }} */ { items }) => html`
          <${RecordForm} key=${code} name="deputy" fields=${fieldsOf(items)} submit=${t("office.deputies.enter")}
            initial=${{ since: cityTime(new Date().toISOString()) }}
            send=${(/** @type {any} */ values) => post("/admin/deputies", values)} onDone=${done} />
        `}
      <//>
    <//>
  `;
}
