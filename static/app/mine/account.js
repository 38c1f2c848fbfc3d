import { config } from "../../shared/config.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { me, signOut } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { LeaveSheet } from "../../shared/ui/leave-sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { hasClaimKey } from "../device/claim.js";
import { unsent } from "../outbox/records.js";
import { flush } from "../outbox/send.js";
import { LinkCell } from "../parts.js";
import { WechatCell } from "../wechat/link.js";

const leave = () =>
  signOut().then(() => toast(t("account.left")), (error) => toast(sentenceOf(error)));

/** Sign out; asked once more while something waits to be sent. */
function SignOut() {
  const [asking, setAsking] = useState(false);
  const waiting = unsent().length;
  return html`
    <button type="button" class="cell" onClick=${() => (waiting ? setAsking(true) : leave())}>
      <${Icon} name="log-out" />${t("account.sign_out")}
    </button>
    ${asking && html`
      <${LeaveSheet} unsent=${waiting} onSend=${flush} onLeave=${leave} onClose=${() => setAsking(false)} />
    `}
  `;
}

/** @param {{ phone: string | null, unread: number }} props */
const SignedIn = ({ phone, unread }) => html`
  <section class="stack">
    <h2>${t("account.title")}</h2>
    <div class="cells">
      ${phone
        ? html`<p class="cell"><${Icon} name="smartphone" /><span class="numbers">${phone}</span></p>`
        : html`<${LinkCell} href="#/me/signin" icon="smartphone">${t("wechat.add_phone")}<//>`}
      ${config.wechat && html`<${WechatCell} />`}
      <${LinkCell} href="#/me/notices" icon="bell"
        end=${unread > 0 && html`<span class="count">${unread}</span>`}>${t("notices.title")}<//>
      <${LinkCell} href="#/me/sessions" icon="key-round">${t("sessions.title")}<//>
      <${LinkCell} href="#/me/data" icon="user">${t("mydata.title")}<//>
      <${SignOut} />
    </div>
  </section>
`;

const Invitation = () => html`
  <section class="card stack">
    <h2>${t("account.title")}</h2>
    <p class="muted">${t("account.why")}</p>
    <a class="button quiet" href="#/me/signin">
      <${Icon} name="smartphone" />${t("account.sign_in")}
    </a>
    ${hasClaimKey() && html`<a class="button plain" href="#/me/data">${t("mydata.link")}</a>`}
  </section>
`;

/** Who is signed in, or the invitation to be. */
export function Account() {
  const who = me.value;
  if (who?.kind === "resident") return html`<${SignedIn} ...${who} />`;
  if (who?.kind !== "staff") return html`<${Invitation} />`;
  return html`
    <section class="cells">
      <${LinkCell} href="/office" icon="building-2">${t("account.office")}<//>
    </section>
  `;
}
