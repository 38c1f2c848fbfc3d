import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { columns } from "../layout.js";
import { caseHref, route } from "../router.js";
import { perform } from "./done.js";

/** @typedef {import("../types.js").CaseView} CaseView */

/** The step that brings a case forward, most telling first; shown as the strong button. */
const FORWARD = ["accept", "dispatch", "acknowledge", "finish", "check_pass", "publish"];
/** Beside it while there is room. */
const SECOND = ["finish", "check_fail", "request_info", "uphold_refusal", "overrule_refusal", "recall_dispatch", "recall_finish"];

/** @type {Record<string, string>} */
const ICONS = {
  accept: "file-check", dispatch: "send", acknowledge: "clipboard-check", finish: "camera",
  check_pass: "circle-check", check_fail: "circle-x", request_info: "message-square", reject: "ban",
  merge: "git-merge", unmerge: "git-merge", transfer_intake: "share-2", reclassify: "boxes",
  add_note: "lock", assign_person: "user", publish: "eye", unpublish: "archive", redact: "pencil",
  recall_dispatch: "undo-2", recall_finish: "undo-2", reopen: "rotate-ccw",
  uphold_refusal: "thumbs-up", overrule_refusal: "circle-check",
};

/** @param {string} action */
export const iconOf = (action) => ICONS[action] ?? "chevron-right";

/**
 * Which action is the strong button, which stand beside it, and which wait behind "more".
 *
 * @param {CaseView} view
 * @returns {{ main: string, second: string[], rest: string[] }}
 */
export function arrange({ allowed_actions: actions, photos }) {
  const isDue = (/** @type {string} */ action) => action !== "publish" || photos.some((photo) => !photo.public);
  const main = FORWARD.find((action) => actions.includes(action) && isDue(action)) ?? "";
  const beside = columns.value > 1 || !main ? (main ? 1 : 2) : 0;
  const second = SECOND.filter((action) => actions.includes(action)).slice(0, beside);
  const rest = actions.filter((action) => action !== main && !second.includes(action));
  return { main, second, rest };
}

/**
 * Everything this person may do with the case now.
 *
 * @param {{ view: CaseView }} props
 */
export function ActionBar({ view }) {
  const [open, setOpen] = useState(false);
  const { queue } = route.value;
  const { main, second, rest } = arrange(view);
  if (view.allowed_actions.length === 0) return null;
  /** @param {string} action @param {string} className */
  const button = (action, className) => {
    const current = action === route.value.action ? "page" : undefined;
    const look = { key: action, class: `button ${className}`, "data-action": action, "aria-current": current };
    const words = html`<${Icon} name=${iconOf(action)} />${t(`action.${action}`)}`;
    return view.forms[action]?.length
      ? html`<a ...${look} href=${caseHref(queue || "all", view.number, action)}>${words}</a>`
      : html`<button type="button" ...${look} onClick=${() => perform(action)}>${words}</button>`;
  };
  return html`
    <nav class="action-bar" aria-label=${t("office.actions")}>
      ${open && html`<div class="rest" id="more-actions">${rest.map((action) => button(action, "quiet"))}</div>`}
      <div class="first">
        ${main && button(main, "lead")}
        ${second.map((action) => button(action, main ? "quiet" : "soft"))}
        ${rest.length > 0 && html`
          <button type="button" class="button quiet" aria-expanded=${open} aria-controls="more-actions" onClick=${() => setOpen(!open)}>
            <${Icon} name=${open ? "chevron-down" : "ellipsis"} />${t("office.more_actions")}
          </button>
        `}
      </div>
    </nav>
  `;
}
