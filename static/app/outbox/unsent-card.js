import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { faultWords, needsSignIn } from "../../shared/outbox/fault-words.js";
import { Icon } from "../../shared/ui/icon.js";
import { sending } from "./send.js";

/** @typedef {import("../../shared/outbox/types.js").Fault} Fault */

/** @param {{ icon: string, words: string, onClick: () => void, quiet?: boolean }} props */
const Button = ({ icon, words, onClick, quiet }) => html`
  <button type="button" class=${`button ${quiet ? "quiet" : ""}`} onClick=${onClick}><${Icon} name=${icon} />${words}</button>
`;

/**
 * Something that has not reached the city, with the reason and what can be done.
 *
 * @param {{ item: { id: string, status: string, created_at: string, fault: Fault | null },
 *   title?: string, again: boolean, children?: any, onMend?: () => void, onResend: () => void,
 *   onDiscard: () => void }} props `title`: what it is, if not a report; `again`: whether sending
 *   the same once more can succeed
 */
export function UnsentCard({ item, title, again, children, onMend, onResend, onDiscard }) {
  const { created_at, fault, id, status } = item;
  const busy = sending.value === id;
  const refused = status === "refused";
  const standing = t(busy ? "unsent.sending" : refused ? "unsent.refused" : fault ? "unsent.later" : "unsent.waiting");
  return html`
    <p class="row">
      <${Icon} name=${refused ? "triangle-alert" : "hourglass"} />
      <strong class="grow">${title ?? standing}</strong>
      <span class="muted small">${formatMoment(created_at)}</span>
    </p>
    ${title && html`<p role="status">${standing}</p>`}
    ${children}
    ${fault && !busy && html`
      <p class=${`note ${refused ? "danger" : "warning"}`}><${Icon} name="info" />${faultWords(fault)}</p>
    `}
    ${!busy && html`
      <div class="row">
        ${needsSignIn(fault) && html`
          <a class="button" href="#/me/signin"><${Icon} name="smartphone" />${t("account.sign_in")}</a>
        `}
        ${refused && onMend && html`<${Button} icon="pencil" words=${t("unsent.mend")} onClick=${onMend} />`}
        ${again && html`<${Button} quiet=${needsSignIn(fault)} icon="refresh-cw" words=${t("unsent.resend")} onClick=${onResend} />`}
        <${Button} quiet icon="trash-2" words=${t("unsent.discard")} onClick=${onDiscard} />
      </div>
    `}
  `;
}
