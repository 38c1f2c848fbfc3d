import { html, useMemo } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { FieldRow } from "./field.js";
import { createForm } from "./form.js";
import { useSending } from "./sending.js";
import { ErrorSummary } from "./summary.js";

/**
 * @typedef {import("../types.js").Field} Field
 * @typedef {import("./form.js").Form} Form
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
 * A form for one thing that an office keeps, such as a person or a list. The words of a field are
 * `office.field.<name of the form>.<field>`, else `office.field.<field>`; hints are
 * `office.hint.<name of the form>.<field>`. Refusals of the server appear beside their fields.
 * Empty fields are sent as `null`, `[]` or `false`.
 *
 * @param {{ name: string, fields: Field[], initial?: Record<string, any>, submit: string,
 *   danger?: boolean, send: (values: Record<string, any>) => Promise<any>,
 *   onDone?: (answer: any) => void, children?: any }} props `initial`: what is there now, as the
 *   inputs want it; fields it lacks begin empty. `submit`: words of the button. `children` stand
 *   between the fields and the button
 */
export function RecordForm({ name, fields, initial = {}, submit: words, danger = false, send, onDone, children }) {
  const form = useMemo(() => createForm(name, fields, null, initial), [name]);
  const { busy, submit, idOf, summary } = useSending(form, async () => {
    const answer = await send(wholePayload(form));
    onDone?.(answer);
  });
  return html`
    <form class="record-form stack" noValidate onSubmit=${submit}>
      <${ErrorSummary} ...${summary} />
      ${fields.map((field) => html`
        <${FieldRow} key=${field.name} form=${form} field=${field} id=${idOf(field.name)} />
      `)}
      ${children}
      <button type="submit" class=${`button ${danger ? "danger" : ""}`} aria-disabled=${busy}>
        ${busy ? t("office.form.sending") : words}
      </button>
    </form>
  `;
}
