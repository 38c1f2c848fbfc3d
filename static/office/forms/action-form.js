import { html, useLayoutEffect, useMemo, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { KeptForLater } from "../../shared/outbox/carry.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { iconOf } from "../case/action-button.js";
import { GRAVE } from "../case/arrange.js";
import { Decided } from "../case/decided.js";
import { intention, Overtaken } from "../case/store.js";
import { columns } from "../layout.js";
import { carryAction, keepsFirst } from "../outbox/carry.js";
import { refresh } from "../queue/store.js";
import { FieldRow } from "./field.js";
import { createForm } from "./form.js";
import { OvertakenNote } from "./overtaken.js";
import { useSending } from "./sending.js";
import { remember } from "./suggest.js";
import { ErrorSummary } from "./summary.js";

/**
 * @typedef {import("../types.js").CaseView} CaseView
 * @typedef {import("../types.js").Field} Field
 * @typedef {import("../types.js").TimelineEvent} TimelineEvent
 */

/** Actions that end something for somebody. */
const ENDS = [...GRAVE, "reject", "verify_false", "check_fail", "overrule_refusal", "unpublish"];

/** Forms that may need no more than Enter: what is suggested is taken. */
const READY_AT_ONCE = { accept: true, dispatch: true };

/** @param {KeyboardEvent} event */
const sendsForm = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey);

/**
 * The form of one action, made from the fields the server names.
 *
 * @param {{ view: CaseView, action: string, fields: Field[], onDone: (fresh: CaseView) => void,
 *   onKept: () => void }} props `onKept`: it is kept on this device, to be sent later
 */
export default function ActionForm({ view, action, fields, onDone, onKept }) {
  const form = useMemo(() => createForm(action, fields, view), [view.number, action]);
  const send = useMemo(
    () => intention(action, keepsFirst(fields) ? (order) => carryAction(order, view, form) : undefined),
    [view.number, action],
  );
  const element = useRef(/** @type {HTMLFormElement | null} */ (null));
  const [changes, setChanges] = useState(/** @type {TimelineEvent[] | null} */ (null));
  const still = view.allowed_actions.includes(action);

  const touched = useRef(false);
  useLayoutEffect(() => {
    const touch = () => { touched.current = true; };
    for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, touch, true);
    return () => {
      for (const kind of ["keydown", "pointerdown"]) removeEventListener(kind, touch, true);
    };
  }, []);
  const complete = form.isComplete();
  useLayoutEffect(() => {
    if (columns.value === 1 || touched.current) return;
    const first = complete && action in READY_AT_ONCE ? ".send button" : "input:not([type=file]), textarea, input";
    /** @type {HTMLElement | null | undefined} */ (element.current?.querySelector(first))?.focus({ preventScroll: true });
  }, [form, complete]);

  const { busy, submit, idOf, summary } = useSending(form, async () => {
    try {
      const fresh = await send(form.payload());
      form.forget();
      if (action === "accept" || action === "reclassify") remember(view.tile, form.values.value.condition);
      onDone(fresh);
    } catch (error) {
      if (!(error instanceof KeptForLater)) throw error;
      form.forget();
      onKept();
    }
  }, (error) => {
    if (!(error instanceof Overtaken)) return sentenceOf(error);
    setChanges(error.changes);
    refresh();
    return "";
  });

  return html`
    <form class="action-form" data-number=${view.number} noValidate ref=${element} onSubmit=${submit}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => sendsForm(event) && submit(event)}>
      <div class="fields">
        <${Decided} view=${view} action=${action} />
        ${changes && html`<${OvertakenNote} changes=${changes} still=${still} />`}
        <${ErrorSummary} ...${summary} />
        ${form.fields.map((field) => html`
          <${FieldRow} key=${field.name} form=${form} field=${field} id=${idOf(field.name)} />
        `)}
      </div>
      <div class="send">
        <button type="submit" class=${`button wide ${ENDS.includes(action) ? "danger" : ""}`} disabled=${!still} aria-disabled=${busy}>
          <${Icon} name=${iconOf(action)} />${t(busy ? "office.form.sending" : `action.${action}`)}
        </button>
      </div>
    </form>
  `;
}
