import { inFours } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { entryOf } from "../outbox/records.js";
import { Page } from "../page.js";
import { route } from "../router.js";
import { QrCode } from "../../shared/ui/qr.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/**
 * The address that opens the case; the code stays in the fragment, which no server sees.
 *
 * @param {NonNullable<Entry["receipt"]>} receipt
 */
export const followAddress = ({ case_number, query_code }) =>
  `${location.origin}/#/follow/${case_number}/${query_code}`;

/** @param {NonNullable<Entry["receipt"]>} receipt */
async function copy(receipt) {
  await navigator.clipboard.writeText(`${receipt.case_number} ${receipt.query_code}`);
  toast(t("sent.copied"));
}

/** What happens next, in the resident's words. */
const Next = () => html`
  <ol class="steps">
    ${["accept", "handle", "confirm"].map((step, index) => html`
      <li key=${step}><span class="numbers">${index + 1}</span><p>${t(`sent.next.${step}`)}</p></li>
    `)}
  </ol>
`;

/** The receipt: number, code, and how to follow the case. */
export function SentPage() {
  const receipt = entryOf(route.value.params.id)?.receipt;
  if (!receipt) {
    return html`<${Page} title=${t("sent.title")}><${Empty} icon="search" words=${t("sent.unknown")} /><//>`;
  }
  return html`
    <${Page} title=${t("sent.title")}>
      <section class="card receipt">
        <p class="thanks"><${Icon} name="circle-check" />${t("sent.thanks")}</p>
        <dl>
          <dt>${t("sent.number")}</dt><dd class="numbers">${receipt.case_number}</dd>
          <dt>${t("sent.code")}</dt><dd class="numbers">${inFours(receipt.query_code)}</dd>
        </dl>
        <${QrCode} text=${followAddress(receipt)} label=${t("sent.qr")} />
        <p class="muted small">${t("sent.keep")}</p>
        ${navigator.clipboard && html`
          <button type="button" class="button quiet" onClick=${() => copy(receipt)}>
            <${Icon} name="copy" />${t("sent.copy")}
          </button>
        `}
      </section>
      <section class="card"><h2>${t("sent.next")}</h2><${Next} /></section>
      <div class="actions">
        <a class="button wide" href=${`#/follow/${receipt.case_number}`}>${t("sent.follow")}</a>
        <a class="button quiet wide" href="#/snap"><${Icon} name="camera" />${t("sent.another")}</a>
      </div>
    <//>
  `;
}
