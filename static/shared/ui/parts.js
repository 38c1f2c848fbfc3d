import { html } from "../html.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/**
 * A remark in a coloured box.
 *
 * @param {{ tone?: "info" | "good" | "warning" | "danger", icon?: string, role?: string,
 *   children?: any }} props
 */
export const Note = ({ tone = "info", icon = "info", role, children }) => html`
  <div class=${`note ${tone}`} role=${role}><${Icon} name=${icon} /><div class="grow">${children}</div></div>
`;

/**
 * An empty list, which says what to do next.
 *
 * @param {{ icon: string, words: string, children?: any }} props
 */
export const Empty = ({ icon, words, children }) => html`
  <div class="empty"><${Icon} name=${icon} /><p>${words}</p>${children}</div>
`;

/**
 * Grey shapes where content is about to be.
 *
 * @param {{ rows?: number, height?: string }} props `height` of a row in CSS
 */
export const Skeleton = ({ rows = 3, height = "4.5rem" }) => html`
  <div class="stack" role="status">
    <span class="visually-hidden">${t("shared.loading")}</span>
    ${Array.from({ length: rows }, (_, row) => html`<div key=${row} class="skeleton" style=${{ height }} />`)}
  </div>
`;

/**
 * What went wrong, with a way to try again.
 *
 * @param {{ words: string, onRetry?: () => void }} props
 */
export const Failure = ({ words, onRetry }) => html`
  <${Note} tone="danger" icon="triangle-alert" role="alert">
    <p>${words}</p>
    ${onRetry && html`
      <button type="button" class="button plain" onClick=${onRetry}>
        <${Icon} name="refresh-cw" />${t("shared.retry")}
      </button>
    `}
  <//>
`;
