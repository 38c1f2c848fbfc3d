import { html, useMemo, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { newId } from "../../shared/ids.js";
import { Icon } from "../../shared/ui/icon.js";
import { FieldRow } from "../forms/field.js";
import { createForm } from "../forms/form.js";
import { useSending } from "../forms/sending.js";
import { ErrorSummary } from "../forms/summary.js";
import { loadQueues } from "../queue/store.js";
import { Page } from "../shell.js";
import { Receipt } from "./receipt.js";
import { FIELDS, sendReport } from "./send.js";

/** @typedef {import("./send.js").Receipt} ReceiptData */

/** @param {{ onSent: (receipt: ReceiptData) => void }} props */
function IntakeForm({ onSent }) {
  const form = useMemo(() => createForm("behalf", FIELDS, null), []);
  const id = useMemo(newId, []);
  const { busy, submit, idOf, summary } = useSending(form, async () => {
    const receipt = await sendReport(id, form.payload());
    form.forget();
    onSent(receipt);
  });
  return html`
    <form class="action-form stack" noValidate onSubmit=${submit}>
      <${ErrorSummary} ...${summary} />
      ${form.fields.map((field) => html`<${FieldRow} key=${field.name} form=${form} field=${field} id=${idOf(field.name)} />`)}
      <div class="send">
        <button type="submit" class="button wide" aria-disabled=${busy}>
          <${Icon} name="send" />${t(busy ? "office.form.sending" : "office.intake.submit")}
        </button>
      </div>
    </form>
  `;
}

/** Take in what a resident says by phone or at the counter. */
export default function IntakePage() {
  const [receipt, setReceipt] = useState(/** @type {ReceiptData | null} */ (null));
  /** @param {ReceiptData} fresh */
  const onSent = (fresh) => {
    setReceipt(fresh);
    loadQueues().catch(() => {});
  };
  if (receipt) return html`<${Receipt} receipt=${receipt} onNext=${() => setReceipt(null)} />`;
  return html`
    <${Page} title=${t("office.page.intake")}>
      <p class="muted">
        ${t("office.intake.about")} <a href="/privacy" target="_blank" rel="noopener">${t("office.intake.privacy")}</a>
      </p>
      <${IntakeForm} onSent=${onSent} />
    <//>
  `;
}
