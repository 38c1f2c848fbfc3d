import { put } from "../../shared/api.js";
import { formatMoment } from "../../shared/format.js";
import { html, useId, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";

/**
 * @typedef {{ id: string, case_number: string, sent_at: string,
 *   contact: { name?: string, phone?: string } }} OwnReport
 */

/** @param {{ report: OwnReport, onClose: () => void, onChanged: () => void }} props */
function NumberSheet({ report, onClose, onChanged }) {
  const id = useId();
  const [phone, setPhone] = useState("");
  const [fault, setFault] = useState("");
  /** @param {string | null} number @param {string} done */
  const send = (number, done) =>
    put(`/my/reports/${report.id}/contact`, { phone: number }).then(
      () => {
        toast(t(done));
        onClose();
        onChanged();
      },
      (error) => setFault(sentenceOf(error)),
    );
  return html`
    <${Sheet} title=${t("mydata.change")} onClose=${onClose}>
      <form class="stack" novalidate onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        send(phone, "mydata.changed");
      }}>
        <div class="field">
          <label for=${id}>${t("mydata.new")}</label>
          <input class="input numbers" id=${id} type="tel" inputmode="tel" autocomplete="tel" maxlength="20"
            value=${phone} aria-invalid=${Boolean(fault)} aria-describedby=${fault ? `${id}-error` : undefined}
            onInput=${(/** @type {any} */ event) => setPhone(event.target.value)} />
          ${fault && html`<p class="error" id=${`${id}-error`}><${Icon} name="triangle-alert" />${fault}</p>`}
        </div>
        <button type="submit" class="button wide">${t("mydata.save")}</button>
        <button type="button" class="button quiet wide" onClick=${() => send(null, "mydata.taken_away")}>
          ${t("mydata.take_away")}
        </button>
      </form>
    <//>
  `;
}

/** The numbers left with reports, each to be corrected. @param {{ reports: OwnReport[], onChanged: () => void }} props */
export function Numbers({ reports, onChanged }) {
  /** @type {[OwnReport | null, (report: OwnReport | null) => void]} */
  const [open, setOpen] = useState(/** @type {OwnReport | null} */ (null));
  const withNumber = reports.filter(({ contact }) => contact.phone);
  if (!withNumber.length) return null;
  return html`
    <section class="stack">
      <h2>${t("mydata.numbers")}</h2>
      <p class="muted">${t("mydata.numbers_what")}</p>
      <ul class="cells">
        ${withNumber.map((report) => html`
          <li key=${report.id} class="cell">
            <${Icon} name="phone" />
            <span class="grow">
              <strong class="block numbers">${report.contact.phone}</strong>
              <span class="muted small">${report.case_number} · ${formatMoment(report.sent_at)}</span>
            </span>
            <button type="button" class="button quiet" onClick=${() => setOpen(report)}>${t("mydata.change")}</button>
          </li>
        `)}
      </ul>
      ${open && html`<${NumberSheet} report=${open} onClose=${() => setOpen(null)} onChanged=${onChanged} />`}
    </section>
  `;
}
