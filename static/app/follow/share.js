import { inFours } from "../../shared/format.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { LinkCell } from "../parts.js";
import { followAddress } from "../sent/page.js";
import { QrCode } from "../../shared/ui/qr.js";

/** @typedef {import("../../shared/types.js").FollowedCase} FollowedCase */

/** Take the case to another phone, or show its public page. @param {{ view: FollowedCase }} props */
export function Share({ view }) {
  const [open, setOpen] = useState(false);
  const { case_number, query_code } = view;
  return html`
    <section class="cells">
      ${query_code && html`
        <button type="button" class="cell" onClick=${() => setOpen(true)}>
          <${Icon} name="qr-code" />${t("case.other_phone")}<span class="end"><${Icon} name="chevron-right" /></span>
        </button>
      `}
      ${view.public && html`
        <${LinkCell} href=${`/c/${case_number}`} icon="share-2">${t("case.public_page")}<//>
      `}
    </section>
    ${open && query_code && html`
      <${Sheet} title=${t("case.other_phone")} onClose=${() => setOpen(false)}>
        <div class="receipt stack">
          <${QrCode} text=${followAddress({ case_number, query_code })} label=${t("sent.qr")} />
          <dl>
            <dt>${t("sent.number")}</dt><dd class="numbers">${case_number}</dd>
            <dt>${t("sent.code")}</dt><dd class="numbers">${inFours(query_code)}</dd>
          </dl>
          <p class="muted small">${t("sent.keep")}</p>
        </div>
      <//>
    `}
  `;
}
