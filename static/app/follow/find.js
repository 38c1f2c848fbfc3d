import { html, useId, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Whole } from "../../shared/ui/whole.js";
import { Page } from "../page.js";
import { go } from "../router.js";
import { codeOf } from "./codes.js";
import { readWritten } from "./written.js";

/** @param {{ name: string, required: boolean, value: string, onChange: (value: string) => void }} props */
function CodeField({ name, required, value, onChange }) {
  const id = useId();
  return html`
    <div class="field">
      <label for=${id}>${t(`follow.${name}`)}</label>
      <p class="hint" id=${`${id}-hint`}><${Whole} words=${t(`follow.${name}_hint`)} /></p>
      <input class="input numbers" id=${id} value=${value} autocapitalize="characters" autocomplete="off" spellcheck=${false}
        aria-describedby=${`${id}-hint`} required=${required}
        onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
    </div>
  `;
}

const NOTHING = { number: "", code: "" };

let last = NOTHING;

/** What was asked for last and did not open. */
function toMend() {
  const { number, code } = readWritten(last.number, last.code);
  return codeOf(number) === code ? NOTHING : last;
}

/** Follow a case from any device by its number and query code. */
export function FindPage() {
  const [written, setWritten] = useState(toMend);
  const plain = readWritten(written.number, written.code);
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    last = written;
    go(`/follow/${encodeURIComponent(plain.number)}/${encodeURIComponent(plain.code)}`);
  };
  return html`
    <${Page} title=${t("follow.title")} back="/me">
      <form class="card stack" onSubmit=${submit}>
        <${CodeField} name="number" required value=${written.number} onChange=${(/** @type {string} */ number) => setWritten({ ...written, number })} />
        <${CodeField} name="code" required=${!plain.code} value=${written.code} onChange=${(/** @type {string} */ code) => setWritten({ ...written, code })} />
        <button type="submit" class="button wide"><${Icon} name="search" />${t("follow.look")}</button>
      </form>
    <//>
  `;
}
