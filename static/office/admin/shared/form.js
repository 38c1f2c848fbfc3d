import { Problem } from "../../../shared/api.js";
import { html, useId, useMemo, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { sentenceOf } from "../../../shared/problems.js";
import { FieldRow } from "../../forms/field.js";
import { createForm } from "../../forms/form.js";
import { byField, ErrorSummary } from "../../forms/summary.js";

/**
 * @typedef {import("../../types.js").Field} Field
 * @typedef {import("../../forms/form.js").Form} Form
 */

/** Every field of a form as it is sent: what was emptied is sent too. @param {Form} form */
function wholePayload({ fields, values, payload }) {
  const blank = fields.map(({ name }) => {
    const value = values.value[name];
    return [name, Array.isArray(value) || typeof value === "boolean" ? value : null];
  });
  return { ...Object.fromEntries(blank), ...payload() };
}

/**
 * A form of administration. The words of a field are `office.field.<name of the form>.<field>`,
 * else `office.field.<field>`; hints are `office.hint.<name of the form>.<field>`. Refusals of the
 * server appear beside their fields. Empty fields are sent as `null`, `[]` or `false`.
 *
 * @param {{ name: string, fields: Field[], initial?: Record<string, any>, submit: string,
 *   danger?: boolean, send: (values: Record<string, any>) => Promise<any>,
 *   onDone?: (answer: any) => void, children?: any }} props `initial`: what is there now, as the
 *   inputs want it; fields it lacks begin empty. `submit`: words of the button. `children` stand
 *   between the fields and the button
 */
export function RecordForm({ name, fields, initial = {}, submit, danger = false, send, onDone, children }) {
  const prefix = useId();
  const form = useMemo(() => createForm(name, fields, null, initial), [name]);
  const [busy, setBusy] = useState(false);
  const [general, setGeneral] = useState("");
  const [attempt, setAttempt] = useState(0);
  /** @param {string} field */
  const idOf = (field) => `${prefix}-${field}`;

  /** @param {unknown} error */
  const refuse = (error) => {
    setGeneral(sentenceOf(error));
    if (error instanceof Problem) form.errors.value = byField(error.errors);
  };

  /** @param {Event} event */
  const onSubmit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setGeneral("");
    if (form.check()) {
      setBusy(true);
      try {
        const answer = await send(wholePayload(form));
        setBusy(false);
        onDone?.(answer);
        return;
      } catch (error) {
        refuse(error);
      }
      setBusy(false);
    }
    setAttempt((count) => count + 1);
  };

  return html`
    <form class="record-form stack" noValidate onSubmit=${onSubmit}>
      <${ErrorSummary} form=${form} general=${general} idOf=${idOf} attempt=${attempt} />
      ${fields.map((field) => html`
        <${FieldRow} key=${field.name} form=${form} field=${field} id=${idOf(field.name)} />
      `)}
      ${children}
      <button type="submit" class=${`button ${danger ? "danger" : ""}`} aria-disabled=${busy}>
        ${busy ? t("office.form.sending") : submit}
      </button>
    </form>
  `;
}
