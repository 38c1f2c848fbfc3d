import { html, useEffect } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { ActionForm } from "../form/action-form.js";
import { draftOf, isBegun, pendingOf, setAside } from "../outbox/wishes.js";

/** @typedef {import("../../shared/types.js").FollowedCase} FollowedCase */

/** How each action looks: the pressing ones first. @type {[string, string, string][]} name, icon, style */
const LOOKS = [
  ["supplement", "message-square", "button"],
  ["confirm", "thumbs-up", "button"],
  ["refuse", "frown", "button danger"],
  ["rate", "star", "button"],
  ["appeal", "megaphone", "button"],
  ["reopen", "rotate-ccw", "button quiet"],
  ["add_evidence", "plus", "button quiet"],
  ["withdraw", "undo-2", "button quiet"],
];

/** One question has one answer: while it waits to be sent, the other one is not offered. */
const ANSWERS = ["confirm", "refuse"];

/** What can be done, without what waits to be sent already. @param {FollowedCase} view */
function possibleOf({ allowed_actions, case_number }) {
  const waiting = pendingOf(case_number).filter(({ status }) => status === "waiting").map(({ action }) => action);
  const answered = ANSWERS.some((answer) => waiting.includes(answer));
  if (waiting.includes("withdraw")) return [];
  return allowed_actions.filter((action) => !waiting.includes(action) && !(answered && ANSWERS.includes(action)));
}

/**
 * What the reporter can do now, each with its form.
 *
 * @param {{ view: FollowedCase, action: string, onChoose: (action: string) => void,
 *   onDone: (fresh: FollowedCase | null) => void, onKept: () => void, onStale: () => Promise<void> }} props
 */
export function Actions({ view, action, onChoose, onDone, onKept, onStale }) {
  const allowed = new Set(possibleOf(view));
  if (allowed.has("supplement")) allowed.delete("add_evidence"); // the same, and it moves the case
  const offered = LOOKS.filter(([name]) => allowed.has(name));
  const possible = !action || view.allowed_actions.includes(action);
  useEffect(() => {
    if (possible) return;
    setAside(view.case_number, action);
    onChoose("");
    toast(t("case.moved_on"));
  }, [possible]);
  if (!offered.length && !action) return null;
  return html`
    <section class="actions" aria-label=${t("case.actions")}>
      ${offered.map(([name, icon, style]) => html`
        <button type="button" key=${name} class=${style} onClick=${() => onChoose(name)}>
          <${Icon} name=${icon} />
          <span>
            ${t(`do.${name}`)}
            ${isBegun(draftOf(view.case_number, name)) && html`<span class="small block">${t("case.begun")}</span>`}
          </span>
        </button>
      `)}
      ${action && possible && html`
        <${Sheet} title=${t(`do.${action}`)} onClose=${() => onChoose("")}>
          <p class="muted lead">${t(`do.${action}.hint`)}</p>
          <${ActionForm} key=${action} view=${view} action=${action} onDone=${onDone} onKept=${onKept} onStale=${onStale} />
        <//>
      `}
    </section>
  `;
}
