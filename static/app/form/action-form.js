import { Problem } from "../../shared/api.js";
import { html, useId, useMemo, useState } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { basicControls } from "./controls.js";
import { lacking, makePerformer } from "./perform.js";

/** @typedef {import("../../shared/types.js").Field} Field */

/**
 * The most telling key a catalogue has for a field of an action.
 *
 * @param {string} kind `label` or `hint`
 * @param {string} action
 * @param {string} name
 */
const keyFor = (kind, action, name) =>
  hasWords(`${kind}.${action}.${name}`) ? `${kind}.${action}.${name}` : `${kind}.${name}`;

/**
 * @param {{ action: string, field: Field, id: string, value: any, error?: string, control: any,
 *   role: string, progress: Record<string, number>, onChange: (value: any) => void }} props
 */
function LabelledField({ action, field, id, value, error, control, role, progress, onChange }) {
  const hint = keyFor("hint", action, field.name);
  const label = t(keyFor("label", action, field.name));
  const describedBy = [hasWords(hint) && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const errorLine = error && html`<p class="error" id=${`${id}-error`}><${Icon} name="triangle-alert" />${error}</p>`;
  if (field.type === "checkbox") {
    return html`
      <div class="field">
        <label class="check">
          <input type="checkbox" id=${id} checked=${Boolean(value)} aria-describedby=${describedBy}
            onChange=${(/** @type {any} */ event) => onChange(event.target.checked)} />
          <span>${label}</span>
        </label>
        ${errorLine}
      </div>
    `;
  }
  return html`
    <div class="field" role=${field.type.includes("choice") || field.type === "photos" ? "group" : undefined}
      aria-label=${field.type.includes("choice") || field.type === "photos" ? label : undefined}>
      <label for=${id}>
        ${label} ${!field.required && html`<span class="optional">${t("form.optional")}</span>`}
      </label>
      ${hasWords(hint) && html`<p class="hint" id=${`${id}-hint`}>${t(hint)}</p>`}
      <${control} field=${field} id=${id} value=${value} invalid=${Boolean(error)} describedBy=${describedBy}
        role=${role} progress=${progress} onChange=${onChange} />
      ${errorLine}
    </div>
  `;
}

/**
 * The form of one action, drawn from its fields. What was typed or shot stays through every
 * refusal; after a stale version the page reloads the case and the person sends again.
 *
 * @param {{ casePath: string, action: string, version: number, fields: Field[],
 *   controls?: Record<string, any>, initial?: Record<string, any>, danger?: boolean,
 *   headers?: Record<string, string>, photoRole?: string, extra?: any,
 *   onDone: (fresh: any) => void, onStale: () => void }} props
 */
export function ActionForm({ casePath, action, version, fields, controls = {}, initial = {}, danger, headers,
  photoRole = "evidence", extra, onDone, onStale }) {
  const prefix = useId();
  const perform = useMemo(makePerformer, []);
  const [values, setValues] = useState(/** @type {Record<string, any>} */ (initial));
  const [errors, setErrors] = useState(/** @type {Record<string, string>} */ ({}));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState(/** @type {Record<string, number>} */ ({}));
  const all = { ...basicControls, ...controls };

  /** @param {string} name @param {any} value a value, or a function of the one before */
  const change = (name, value) => {
    setValues((before) => ({ ...before, [name]: typeof value === "function" ? value(before[name] ?? []) : value }));
    setErrors(({ [name]: _, ...rest }) => rest);
  };

  /** @param {Record<string, string>} found */
  const showErrors = (found) => {
    setErrors(found);
    const first = fields.find(({ name }) => found[name]);
    if (first) document.getElementById(`${prefix}-${first.name}`)?.focus();
  };

  /** @param {unknown} error */
  const refuse = (error) => {
    setProblem(sentenceOf(error));
    if (!(error instanceof Problem)) return;
    if (error.status === 412) onStale();
    showErrors(Object.fromEntries(Object.entries(error.errors).map(([name, list]) => [name.split(".")[0], list[0]])));
  };

  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setProblem("");
    const faults = Object.entries(lacking(fields, values));
    if (faults.length) {
      const least = (/** @type {string} */ name) => fields.find((field) => field.name === name)?.min ?? 0;
      showErrors(Object.fromEntries(faults.map(([name, fault]) => [name, t(`form.${fault}`, { n: least(name) })])));
      return;
    }
    setBusy(true);
    try {
      onDone(await perform({ casePath, action, version, fields, values, headers,
        onProgress: (id, share) => setProgress((before) => ({ ...before, [id]: share })) }));
    } catch (error) {
      refuse(error);
    } finally {
      setBusy(false);
      setProgress({});
    }
  };

  return html`
    <form class="stack" noValidate onSubmit=${submit}>
      ${problem && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${problem}<//>`}
      ${fields.map((field) => html`
        <${LabelledField} key=${field.name} action=${action} field=${field} id=${`${prefix}-${field.name}`}
          value=${values[field.name]} error=${errors[field.name]} control=${all[field.type]} role=${photoRole}
          progress=${progress} onChange=${(/** @type {any} */ value) => change(field.name, value)} />
      `)}
      ${extra}
      <button type="submit" class=${danger ? "button danger wide" : "button wide"} aria-disabled=${busy}>
        ${t(busy ? "form.sending" : `action.${action}`)}
      </button>
    </form>
  `;
}
