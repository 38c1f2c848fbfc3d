import { post } from "../../../shared/api.js";
import { formatAgo } from "../../../shared/format.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { ConfirmButton } from "../../ui/confirm.js";
import { Screen } from "../../ui/screen.js";
import { doNow, postNow } from "../../write.js";
import { save } from "../versioned.js";
import { personFields } from "./fields.js";
import { marksOf } from "./list.js";
import { StartCard } from "./start.js";

/** @typedef {import("./list.js").Person} Person */

/** @param {{ person: Person }} props */
const Facts = ({ person }) => html`
  <section class="card stack">
    <dl class="admin-facts">
      <dt>${t("office.field.person.username")}</dt><dd>${person.username} ${marksOf(person)}</dd>
      <dt>${t("office.people.factor")}</dt><dd>${t(`office.people.factor.${person.second_factor ? "yes" : "no"}`)}</dd>
      <dt>${t("office.people.seen")}</dt><dd>${person.seen_at ? formatAgo(person.seen_at) : t("office.people.never")}</dd>
    </dl>
    ${person.failures > 0 && html`<${Note} tone="warning" icon="lock">${t("office.people.failures", { n: person.failures })}<//>`}
  </section>
`;

/**
 * What is done to the account at once.
 *
 * @param {{ person: Person, onChange: (fresh: any) => void, onStart: (start: any) => void }} props
 */
function Account({ person, onChange, onStart }) {
  const path = `/admin/people/${person.id}`;
  const { name } = person;
  const reset = async () => {
    const start = await doNow(() => post(`${path}/start-password`), "office.admin.saved");
    if (start) onStart(start);
  };
  const unlock = async () => {
    const fresh = await postNow(`${path}/unlocking`, "office.people.unlocked");
    if (fresh) onChange(fresh);
  };
  const resetFactor = async () => {
    const fresh = await postNow(`${path}/second-factor-reset`, "office.people.factor_reset.done");
    if (fresh) onChange(fresh);
  };
  const turn = async (/** @type {string} */ way, /** @type {string} */ done) => {
    const fresh = await postNow(`${path}/${way}`, done);
    if (fresh) onChange(fresh);
  };
  return html`
    <section class="card">
      <h2>${t("office.people.account")}</h2>
      <div class="row">
        ${person.active && html`
          <${ConfirmButton} icon="key-round" words=${t("office.people.reset")} question=${t("office.people.reset.ask", { name })} onConfirm=${reset} />
          <${ConfirmButton} icon="lock-open" words=${t("office.people.unlock")} question=${t("office.people.unlock.ask", { name })} onConfirm=${unlock} />
          ${person.second_factor && html`
            <${ConfirmButton} icon="smartphone" words=${t("office.people.factor_reset")} question=${t("office.people.factor_reset.ask", { name })} onConfirm=${resetFactor} />
          `}
          <${ConfirmButton} icon="ban" danger words=${t("office.people.close")} question=${t("office.people.close.ask", { name })}
            onConfirm=${() => turn("deactivation", "office.people.close.done")} />
        `}
        ${!person.active && html`
          <${ConfirmButton} icon="rotate-ccw" words=${t("office.people.reopen")} question=${t("office.people.reopen.ask", { name })}
            onConfirm=${() => turn("activation", "office.people.reopen.done")} />
        `}
      </div>
    </section>
  `;
}

/** One person: what is known, what can be changed, and the account. @param {{ id: string }} props */
export function PersonScreen({ id }) {
  const loaded = useLoaded(`/admin/people/${id}`);
  const choices = useLoaded("/admin/organisations");
  const [start, setStart] = useState(/** @type {any} */ (null));
  const title = loaded.data?.name ?? t("office.admin.people");
  const form = (/** @type {Person} */ person) => html`
    <${WhenLoaded} from=${choices}>
      ${(/** @type {any} */ data) => html`
        <section class="card">
          <${RecordForm} name="person" fields=${personFields(data)} submit=${t("office.form.save")}
            initial=${{ name: person.name, organisation: person.organisation.code, roles: person.roles }}
            send=${(/** @type {any} */ values) => save("PUT", `/admin/people/${id}`, person.version, values)}
            onDone=${(/** @type {any} */ fresh) => { loaded.put(fresh); toast(t("office.admin.saved")); }} />
        </section>
      `}
    <//>
  `;
  return html`
    <${Screen} title=${title} back=${adminHref("people")} narrow>
      ${start && html`<${StartCard} start=${start} />`}
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {Person} */ person) => html`
          <${Facts} person=${person} />
          ${form(person)}
          <${Account} person=${person} onChange=${loaded.put} onStart=${(/** @type {any} */ made) => { setStart(made); loaded.put(made); }} />
        `}
      <//>
    <//>
  `;
}
