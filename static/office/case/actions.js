import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { ActionButton } from "./action-button.js";
import { arrange, grouped } from "./arrange.js";

/** @typedef {import("../types.js").CaseView} CaseView */

/** Up to so many actions behind "more" need no headings. */
const FEW = 4;

/**
 * What else may be done; a long list under headings, what is grave at its end.
 *
 * @param {{ view: CaseView, actions: string[] }} props
 */
function Rest({ view, actions }) {
  const groups = grouped(actions);
  const plain = actions.length <= FEW && groups.every(([group]) => group !== "grave");
  /** @param {string} group @param {string[]} members */
  const buttons = (group, members) => members.map((action) => html`
    <${ActionButton} key=${action} view=${view} action=${action} look=${group === "grave" ? "quiet grave" : "quiet"} />
  `);
  return html`
    <div class=${`rest ${plain ? "" : "grouped"}`} id="more-actions">
      ${plain ? buttons("", actions) : groups.map(([group, members]) => html`
        <div class=${`action-group ${group}`} role="group" aria-label=${t(`office.actions.${group}`)} key=${group}>
          <p class="muted small" aria-hidden="true">${t(`office.actions.${group}`)}</p>
          <div class="buttons">${buttons(group, members)}</div>
        </div>
      `)}
    </div>
  `;
}

/**
 * Everything this person may do with the case now.
 *
 * @param {{ view: CaseView }} props
 */
export function ActionBar({ view }) {
  const [open, setOpen] = useState(false);
  const { main, second, rest } = arrange(view);
  if (view.allowed_actions.length === 0) return null;
  return html`
    <nav class="action-bar" aria-label=${t("office.actions")}>
      ${open && html`<${Rest} view=${view} actions=${rest} />`}
      <div class="first">
        ${main && html`<${ActionButton} key=${main} view=${view} action=${main} look="lead" />`}
        ${second.map((action) => html`<${ActionButton} key=${action} view=${view} action=${action} look=${main ? "quiet" : "soft"} />`)}
        ${rest.length > 0 && html`
          <button type="button" class="button quiet" aria-expanded=${open} aria-controls="more-actions" onClick=${() => setOpen(!open)}>
            <${Icon} name=${open ? "chevron-down" : "ellipsis"} />${t("office.more_actions")}
          </button>
        `}
      </div>
    </nav>
  `;
}
