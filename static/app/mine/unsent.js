import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { faultWords, needsSignIn } from "../../shared/outbox/fault-words.js";
import { Icon } from "../../shared/ui/icon.js";
import { go } from "../router.js";
import { mend, retry, unsent } from "../outbox/records.js";
import { flush, sending } from "../outbox/send.js";
import { discardWithUndo } from "../snap/draft.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/** Refused for what it says: the same would be refused again. */
const SAME_FAULT = [409, 413, 422];

/** @param {Entry} entry */
async function resend(entry) {
  await retry(entry.id);
  await flush();
}

/** @param {Entry} entry */
async function change(entry) {
  await mend(entry.id);
  go("/snap");
}

/** @param {{ icon: string, words: string, onClick: () => void, quiet?: boolean }} props */
const Button = ({ icon, words, onClick, quiet }) => html`
  <button type="button" class=${`button ${quiet ? "quiet" : ""}`} onClick=${onClick}><${Icon} name=${icon} />${words}</button>
`;

/** @param {{ entry: Entry }} props */
function UnsentEntry({ entry }) {
  const { fault, photos, status, words } = entry;
  const busy = sending.value === entry.id;
  const refused = status === "refused";
  const again = !refused || !(fault && (SAME_FAULT.includes(fault.status) || fault.code === "photos_lost"));
  return html`
    <li class="card stack">
      <p class="row">
        <${Icon} name=${refused ? "triangle-alert" : "hourglass"} />
        <strong class="grow">${t(busy ? "unsent.sending" : refused ? "unsent.refused" : fault ? "unsent.later" : "unsent.waiting")}</strong>
        <span class="muted small">${formatMoment(entry.created_at)}</span>
      </p>
      <p class="muted small">${t("unsent.holds", { n: photos.length })}${words && ` · ${words}`}</p>
      ${fault && !busy && html`
        <p class=${`note ${refused ? "danger" : "warning"}`}><${Icon} name="info" />${faultWords(fault)}</p>
      `}
      ${!busy && html`
        <div class="row">
          ${needsSignIn(fault) && html`
            <a class="button" href="#/me/signin"><${Icon} name="smartphone" />${t("account.sign_in")}</a>
          `}
          ${refused && html`<${Button} icon="pencil" words=${t("unsent.mend")} onClick=${() => change(entry)} />`}
          ${again && html`<${Button} quiet=${needsSignIn(fault)} icon="refresh-cw" words=${t("unsent.resend")} onClick=${() => resend(entry)} />`}
          <${Button} quiet icon="trash-2" words=${t("unsent.discard")} onClick=${() => discardWithUndo(entry)} />
        </div>
      `}
    </li>
  `;
}

/** Reports that have not reached the city yet. */
export function Unsent() {
  const waiting = unsent();
  if (!waiting.length) return null;
  return html`
    <section class="stack">
      <h2>${t("unsent.title")}</h2>
      <p class="muted small">${t("unsent.hint")}</p>
      <ul class="stack">${waiting.map((entry) => html`<${UnsentEntry} key=${entry.id} entry=${entry} />`)}</ul>
    </section>
  `;
}
