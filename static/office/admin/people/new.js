import { post } from "../../../shared/api.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { Screen } from "../../ui/screen.js";
import { personFields } from "./fields.js";
import { StartCard } from "./start.js";

/** A new account, and then its start password. */
export function NewPerson() {
  const choices = useLoaded("/admin/organisations");
  const [start, setStart] = useState(/** @type {any} */ (null));
  const form = (/** @type {any} */ data) => html`
    <${RecordForm} name="person" submit=${t("office.people.create")} onDone=${setStart}
      fields=${[{ name: "username", type: "text", required: true, max: 60 }, ...personFields(data)]}
      send=${(/** @type {Record<string, any>} */ values) => post("/admin/people", values)} />
  `;
  return html`
    <${Screen} title=${t("office.people.new")} back=${adminHref("people")} narrow>
      ${start
        ? html`
          <${StartCard} start=${start} />
          <div class="row">
            <a class="button quiet" href=${adminHref("people", start.id)}>${t("office.people.open")}</a>
            <button type="button" class="button soft" onClick=${() => setStart(null)}>${t("office.people.another")}</button>
          </div>
        `
        : html`<${WhenLoaded} from=${choices}>${form}<//>`}
    <//>
  `;
}
