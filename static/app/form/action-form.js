import { Problem } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { html, useEffect, useId, useRef, useState } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { KeptForLater } from "../../shared/outbox/carry.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { closeForm, draftOf, fillIn, openForm, wishOf } from "../outbox/wishes.js";
import { controls } from "./controls.js";
import { lacking } from "./lacking.js";

/**
 * @typedef {import("../../shared/types.js").Field} Field
 * @typedef {import("../../shared/types.js").FollowedCase} FollowedCase
 * @typedef {import("../outbox/wishes.js").Wish} Wish
 */

/** What the button of a form says, where the name of the action would say too little. @type {Record<string, string>} */
const SENDS = { add_evidence: "supplement" };

/** Forms whose button says that something ends. */
const ENDS = ["withdraw", "refuse"];

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
 * @param {{ action: string, field: Field, id: string, wish: Wish, error?: string,
 *   onChange: (value: any) => void }} props
 */
function LabelledField({ action, field, id, wish, error, onChange }) {
  const hint = keyFor("hint", action, field.name);
  const label = t(keyFor("label", action, field.name));
  const describedBy = [hasWords(hint) && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const isGroup = field.type !== "longtext";
  return html`
    <div class="field" role=${isGroup ? "group" : undefined} aria-label=${isGroup ? label : undefined}>
      <label for=${id}>
        ${label} ${!field.required && html`<span class="optional">${t("form.optional")}</span>`}
      </label>
      ${hasWords(hint) && html`<p class="hint" id=${`${id}-hint`}>${t(hint)}</p>`}
      <${controls[field.type]} field=${field} id=${id} wish=${wish} invalid=${Boolean(error)} describedBy=${describedBy} onChange=${onChange} />
      ${error && html`<p class="error" id=${`${id}-error`}><${Icon} name="triangle-alert" />${error}</p>`}
    </div>
  `;
}

/**
 * The wish that this form is about, from the moment it is on the screen: on its way to the city it
 * is no draft any more, and the form still shows it.
 *
 * @param {string} target
 * @param {string} action
 * @returns {Wish | undefined}
 */
function useWish(target, action) {
  const last = useRef(/** @type {Wish | undefined} */ (undefined));
  useEffect(() => {
    openForm(target, action);
    return () => void closeForm(target, action);
  }, []);
  const present = last.current ? wishOf(last.current.id) : draftOf(target, action);
  if (present) last.current = present;
  return last.current;
}

/** @param {Field[]} fields @param {Wish} wish @returns {Record<string, string>} what is wrong with which field */
function faultsOf(fields, { photos, values }) {
  const found = Object.entries(lacking(fields, { ...values, photos }));
  const least = (/** @type {string} */ name) => fields.find((field) => field.name === name)?.min ?? 0;
  return Object.fromEntries(found.map(([name, fault]) => [name, t(`form.${fault}`, { n: least(name) })]));
}

/**
 * The form of one action, drawn from its fields. What was typed or shot is kept on the phone, stays
 * through every refusal, and goes by itself when there is no network now.
 *
 * @param {{ view: FollowedCase, action: string, onDone: (fresh: FollowedCase | null) => void,
 *   onKept: () => void, onStale: () => Promise<void> }} props `onKept`: it is kept on this device
 */
export function ActionForm({ view, action, onDone, onKept, onStale }) {
  const prefix = useId();
  const wish = useWish(view.case_number, action);
  const [errors, setErrors] = useState(/** @type {Record<string, string>} */ ({}));
  const { busy, problem, run } = useDeed();
  const fields = view.forms[action] ?? [];
  useEffect(() => setErrors(({ photos: _, ...rest }) => rest), [wish?.photos.length]);
  if (!wish) return null;

  /** @param {string} name @param {any} value */
  const change = (name, value) => {
    fillIn(wish.id, { [name]: value });
    setErrors(({ [name]: _, ...rest }) => rest);
  };

  /** @param {Record<string, string>} found */
  const showErrors = (found) => {
    setErrors(found);
    const first = fields.find(({ name }) => found[name]);
    if (first) document.getElementById(`${prefix}-${first.name}`)?.focus();
  };

  const send = async () => {
    const faults = faultsOf(fields, wish);
    if (Object.keys(faults).length) {
      showErrors(faults);
      return;
    }
    const { carryWish } = await import("../outbox/sender.js");
    try {
      onDone(await carryWish(wish, view));
    } catch (error) {
      if (error instanceof Problem && error.status === 412) await onStale();
      throw error;
    }
  };

  /** @param {unknown} error */
  const refuse = (error) => {
    if (error instanceof KeptForLater) {
      onKept();
      return "";
    }
    if (error instanceof Problem) {
      showErrors(Object.fromEntries(Object.entries(error.errors).map(([name, list]) => [name.split(".")[0], list[0]])));
    }
    return sentenceOf(error);
  };

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    run(send, refuse);
  };

  return html`
    <form class="stack" noValidate onSubmit=${submit}>
      ${problem && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${problem}<//>`}
      ${fields.map((field) => html`
        <${LabelledField} key=${field.name} action=${action} field=${field} id=${`${prefix}-${field.name}`} wish=${wish}
          error=${errors[field.name]} onChange=${(/** @type {any} */ value) => change(field.name, value)} />
      `)}
      <button type="submit" class=${ENDS.includes(action) ? "button danger wide" : "button wide"} aria-disabled=${busy}>
        ${t(busy ? "form.sending" : `action.${SENDS[action] ?? action}`)}
      </button>
    </form>
  `;
}
