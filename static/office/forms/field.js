import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { isNeeded } from "./form.js";
import { kinds } from "./kinds.js";
import { hintOf, labelOf } from "./labels.js";

/**
 * @typedef {import("./types.js").Field} Field
 * @typedef {import("./form.js").Form} Form
 */

/** Grounds of a request: residents read them only when it is approved. */
const GROUNDS = "grounds";

/** Who reads what is typed. @param {Field} field */
const heardBy = ({ name, audience }) => (name === GROUNDS ? "approved" : audience);

/**
 * One question of a form: its name, its input, and beside it what is wrong.
 *
 * @param {{ form: Form, field: Field, id: string }} props
 */
export function FieldRow({ form, field, id }) {
  const { Input, single, bare, hides } = kinds[field.type];
  if (!Input || hides?.(form.subject, form.values.value)) return null;
  const errors = form.errors.value[field.name] ?? [];
  const hint = hintOf(form.action, field.name, form.subject);
  const label = labelOf(form.action, field.name);
  const describedBy = [hint && `${id}-hint`, errors.length && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const optional = !isNeeded(field, form.subject, form.values.value, form.action) && html` <span class="optional">${t("office.optional")}</span>`;
  const group = single ? {} : { role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": describedBy };
  const audience = heardBy(field);
  return html`
    <div class=${`field ${errors.length ? "wrong" : ""} ${audience ?? ""}`} ...${group}>
      ${!bare && (single
        ? html`<label for=${id}>${label}${optional}</label>`
        : html`<p class="label" id=${`${id}-label`}>${label}${optional}</p>`)}
      ${audience && html`<p class=${`audience ${audience}`}><${Icon} name=${audience === "internal" ? "lock" : "eye"} />${t(`office.audience.${audience}`)}</p>`}
      ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
      <${Input} field=${field} id=${id} value=${form.values.value[field.name]} invalid=${errors.length > 0}
        describedBy=${describedBy} onChange=${(/** @type {any} */ value) => form.set(field.name, value)}
        action=${form.action} values=${form.values.value} patch=${form.patch} subject=${form.subject} />
      ${errors.map((sentence) => html`
        <p class="error" id=${`${id}-error`} key=${sentence}><${Icon} name="triangle-alert" />${sentence}</p>
      `)}
    </div>
  `;
}
