import { html, signal } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { Sheet } from "../shared/ui/sheet.js";

/** Whether the sheet of keys is open. */
export const help = signal(false);

/** Keys and what they do; the same list makes the sheet and is told to new officers. @type {[string[], string][]} */
const KEYS = [
  [["j", "k"], "office.key.move"],
  [["Enter"], "office.key.open"],
  [["Esc"], "office.key.back"],
  [["/"], "office.key.search"],
  [["a"], "office.key.act"],
  [["n"], "office.key.next"],
  [["Ctrl", "Enter"], "office.key.send"],
  [["?"], "office.key.help"],
];

/** The keys, on a sheet. */
export function HelpSheet() {
  if (!help.value) return null;
  return html`
    <${Sheet} title=${t("office.help.title")} onClose=${() => { help.value = false; }}>
      <dl class="keys">
        ${KEYS.map(([keys, words]) => html`
          <div key=${words}>
            <dt>${keys.map((key) => html`<kbd key=${key}>${key}</kbd>`)}</dt>
            <dd>${t(words)}</dd>
          </div>
        `)}
      </dl>
    <//>
  `;
}
