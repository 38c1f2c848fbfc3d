import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { me, signOut } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";

const leave = () => signOut().then(() => toast(t("account.left")), (error) => toast(sentenceOf(error)));

/** Who is signed in, or the invitation to be. */
export function Account() {
  const who = me.value;
  if (who?.kind === "staff") {
    return html`<section class="cells"><a class="cell" href="/office"><${Icon} name="building-2" />${t("account.office")}<span class="end"><${Icon} name="chevron-right" /></span></a></section>`;
  }
  if (who?.kind !== "resident") {
    return html`
      <section class="card stack">
        <h2>${t("account.title")}</h2>
        <p class="muted">${t("account.why")}</p>
        <a class="button quiet" href="#/me/signin"><${Icon} name="smartphone" />${t("account.sign_in")}</a>
      </section>
    `;
  }
  return html`
    <section class="stack">
      <h2>${t("account.title")}</h2>
      <div class="cells">
        <p class="cell"><${Icon} name="smartphone" /><span class="numbers">${who.phone}</span></p>
        <a class="cell" href="#/me/notices"><${Icon} name="bell" />${t("notices.title")}
          <span class="end">${who.unread > 0 && html`<span class="count">${who.unread}</span>`}<${Icon} name="chevron-right" /></span></a>
        <a class="cell" href="#/me/sessions"><${Icon} name="key-round" />${t("sessions.title")}<span class="end"><${Icon} name="chevron-right" /></span></a>
        <button type="button" class="cell" onClick=${leave}><${Icon} name="log-out" />${t("account.sign_out")}</button>
      </div>
    </section>
  `;
}
