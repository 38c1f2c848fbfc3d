import { useDeed } from "../deed.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";
import { Sheet } from "./sheet.js";
import { toast } from "./toast.js";

/**
 * Asked before a sign-out while something has not been sent.
 *
 * @param {{ unsent: number, onSend: () => Promise<unknown>, onLeave: () => void,
 *   onClose: () => void }} props
 */
export function LeaveSheet({ unsent, onSend, onLeave, onClose }) {
  const { busy, run } = useDeed(toast);
  return html`
    <${Sheet} title=${t("leave.title")} onClose=${onClose}>
      <div class="stack">
        <p role="status">${t(unsent ? "leave.unsent" : "leave.all_sent", { n: unsent })}</p>
        ${unsent > 0 && html`
          <button type="button" class="button wide" aria-disabled=${busy} onClick=${() => run(onSend)}>
            <${Icon} name="send" />${t(busy ? "unsent.sending" : "leave.send_first")}
          </button>
        `}
        <button type="button" class="button quiet wide" onClick=${onLeave}>
          <${Icon} name="log-out" />${t(unsent ? "leave.anyway" : "leave.title")}
        </button>
      </div>
    <//>
  `;
}
