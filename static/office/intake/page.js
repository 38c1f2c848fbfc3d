import { Problem } from "../../shared/api.js";
import { html, useId, useMemo, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { newId } from "../../shared/ids.js";
import { sentenceOf } from "../../shared/problems.js";
import { me } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { FieldRow } from "../forms/field.js";
import { createForm } from "../forms/form.js";
import { byField, ErrorSummary } from "../forms/summary.js";
import { settled } from "../photos/shots.js";
import { loadQueues } from "../queue/store.js";
import { Page } from "../shell.js";
import { Receipt } from "./receipt.js";
import { FIELDS, sendReport } from "./send.js";

/**
 * @typedef {import("./send.js").Mode} Mode
 * @typedef {import("./send.js").Receipt} ReceiptData
 */

/** Who may use which way in. @type {Record<Mode, string[]>} */
const ROLES = { behalf: ["intake_clerk", "supervisor"], patrol: ["patrol_leader", "supervisor"] };

/** @returns {Mode[]} */
const modesOf = () =>
  /** @type {Mode[]} */ (Object.keys(ROLES)).filter((mode) => ROLES[mode].some((role) => me.value?.roles.includes(role)));

/**
 * @param {{ mode: Mode, onSent: (receipt: ReceiptData) => void }} props
 */
function IntakeForm({ mode, onSent }) {
  const prefix = useId();
  const form = useMemo(() => createForm(mode, FIELDS[mode], null), [mode]);
  const id = useMemo(newId, [mode]);
  const [busy, setBusy] = useState(false);
  const [general, setGeneral] = useState("");
  const [attempt, setAttempt] = useState(0);
  /** @param {string} name */
  const idOf = (name) => `${prefix}-${name}`;

  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setGeneral("");
    await settled();
    if (form.check()) {
      try {
        const receipt = await sendReport(id, mode, form.payload());
        form.forget();
        onSent(receipt);
        return;
      } catch (error) {
        setGeneral(sentenceOf(error));
        if (error instanceof Problem) form.errors.value = byField(error.errors);
      }
    }
    setAttempt((count) => count + 1);
    setBusy(false);
  };
  return html`
    <form class="action-form stack" noValidate onSubmit=${submit}>
      <${ErrorSummary} form=${form} general=${general} idOf=${idOf} attempt=${attempt} />
      ${form.fields.map((field) => html`<${FieldRow} key=${field.name} form=${form} field=${field} id=${idOf(field.name)} />`)}
      <div class="send">
        <button type="submit" class="button wide" aria-disabled=${busy}>
          <${Icon} name="send" />${t(busy ? "office.form.sending" : `office.intake.submit.${mode}`)}
        </button>
      </div>
    </form>
  `;
}

/** Take in what a resident says by phone or at the counter, or what a patrol found. */
export default function IntakePage() {
  const modes = modesOf();
  const [mode, setMode] = useState(modes[0] ?? "behalf");
  const [receipt, setReceipt] = useState(/** @type {ReceiptData | null} */ (null));
  /** @param {ReceiptData} fresh */
  const onSent = (fresh) => {
    setReceipt(fresh);
    loadQueues().catch(() => {});
  };
  if (receipt) return html`<${Receipt} receipt=${receipt} mode=${mode} onNext=${() => setReceipt(null)} />`;
  return html`
    <${Page} title=${t("office.page.intake")}>
      ${modes.length > 1 && html`
        <div class="segments" role="group" aria-label=${t("office.intake.mode")}>
          ${modes.map((one) => html`
            <button type="button" key=${one} aria-pressed=${one === mode} onClick=${() => setMode(one)}>${t(`office.intake.${one}`)}</button>
          `)}
        </div>
      `}
      <p class="muted">${t(`office.intake.about.${mode}`)}</p>
      <${IntakeForm} key=${mode} mode=${mode} onSent=${onSent} />
    <//>
  `;
}
