import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { me, signOut } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import PasswordForm from "./password-form.js";

/** The one page of somebody who signed in with a start password, or with one that is too old. */
export default function StartPage() {
  const why = me.value?.starting ? "start" : "old";
  return html`
    <main class="sign-in" id="main">
      <section class="card stack">
        <h1>${t(`office.password.${why}`)}</h1>
        <${Note} icon="key-round">${t(`office.password.${why}.hint`, { name: me.value?.name ?? "" })}<//>
        <${PasswordForm} />
        <button type="button" class="button plain" onClick=${signOut}><${Icon} name="log-out" />${t("office.sign_out")}</button>
      </section>
    </main>
  `;
}
