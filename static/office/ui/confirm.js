import { useDeed } from "../../shared/deed.js";
import { html, useState } from "../../shared/html.js";
import { Icon } from "../../shared/ui/icon.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";

/**
 * A button that asks before it does something that is felt at once.
 *
 * @param {{ words: string, icon: string, question: string, danger?: boolean, main?: boolean,
 *   onConfirm: () => Promise<any>, label?: string }} props `main`: what the page is for; `label`:
 *   for who hears only the button
 */
export function ConfirmButton({ words, icon, question, danger = false, main = false, onConfirm, label }) {
  const [open, setOpen] = useState(false);
  const { busy, run } = useDeed(toast);
  const confirm = () => run(async () => {
    await onConfirm();
    setOpen(false);
  });
  const tone = danger ? "danger" : "";
  return html`
    <button type="button" class=${`button ${tone || (main ? "" : "quiet")}`} aria-label=${label} onClick=${() => setOpen(true)}>
      <${Icon} name=${icon} />${words}
    </button>
    ${open && html`
      <${Sheet} title=${words} onClose=${() => setOpen(false)} footer=${html`
        <button type="button" class=${`button wide ${tone}`} aria-disabled=${busy} onClick=${confirm}>${words}</button>
      `}>
        <p>${question}</p>
      <//>
    `}
  `;
}
