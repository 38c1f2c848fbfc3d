import { html } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { Sheet } from "../shared/ui/sheet.js";
import { help } from "./help.js";

/** Keys and what they do; the same list makes the sheet and is told to new officers. @type {[string[], string][]} */
const KEYS = [
  [["j", "k"], "office.key.move"],
  [["Enter"], "office.key.open"],
  [["Esc"], "office.key.back"],
  [["/"], "office.key.search"],
  [["a"], "office.key.act"],
  [["r"], "office.key.refuse"],
  [["␣"], "office.key.pick"],
  [["n"], "office.key.next"],
  [["u"], "office.key.update"],
  [["Ctrl", "Enter"], "office.key.send"],
  [["Alt", "1"], "office.key.ready"],
  [["?"], "office.key.help"],
];

/** The keys, on a sheet. */
export default function HelpSheet() {
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
