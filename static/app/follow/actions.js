import { html, useEffect } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { ActionForm } from "../form/action-form.js";

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

/**
 * What the reporter can do now, each with its form.
 *
 * @param {{ view: FollowedCase, action: string, headers: Record<string, string>,
 *   onChoose: (action: string) => void, onDone: (fresh: FollowedCase) => void,
 *   onStale: () => void }} props
 */
export function Actions({ view, action, headers, onChoose, onDone, onStale }) {
  const allowed = new Set(view.allowed_actions);
  if (allowed.has("supplement")) allowed.delete("add_evidence"); // the same, and it moves the case
  const offered = LOOKS.filter(([name]) => allowed.has(name));
  const possible = !action || view.allowed_actions.includes(action);
  useEffect(() => {
    if (possible) return;
    onChoose("");
    toast(t("case.moved_on"));
  }, [possible]);
  if (!offered.length) return null;
  return html`
    <section class="actions" aria-label=${t("case.actions")}>
      ${offered.map(([name, icon, style]) => html`
        <button type="button" key=${name} class=${style} onClick=${() => onChoose(name)}>
          <${Icon} name=${icon} />${t(`do.${name}`)}
        </button>
      `)}
      ${action && possible && html`
        <${Sheet} title=${t(`do.${action}`)} onClose=${() => onChoose("")}>
          <p class="muted lead">${t(`do.${action}.hint`)}</p>
          <${ActionForm} key=${action} casePath=${`/follow/${view.case_number}`} action=${action} version=${view.version}
            fields=${view.forms[action] ?? []} headers=${headers} danger=${action === "withdraw" || action === "refuse"}
            onDone=${onDone} onStale=${onStale} />
        <//>
      `}
    </section>
  `;
}
