import { html, useId, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Page } from "../page.js";
import { go } from "../router.js";
import { readWritten } from "./written.js";

/** @param {{ name: string, required: boolean, value: string, onChange: (value: string) => void }} props */
function CodeField({ name, required, value, onChange }) {
  const id = useId();
  return html`
    <div class="field">
      <label for=${id}>${t(`follow.${name}`)}</label>
      <p class="hint" id=${`${id}-hint`}>${t(`follow.${name}_hint`)}</p>
      <input class="input numbers" id=${id} value=${value} autocapitalize="characters" autocomplete="off" spellcheck=${false}
        aria-describedby=${`${id}-hint`} required=${required}
        onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
    </div>
  `;
}

/** Follow a case from any device by its number and query code. */
export function FindPage() {
  const [number, setNumber] = useState("");
  const [code, setCode] = useState("");
  const plain = readWritten(number, code);
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    go(`/follow/${encodeURIComponent(plain.number)}/${encodeURIComponent(plain.code)}`);
  };
  return html`
    <${Page} title=${t("follow.title")} back="/me">
      <form class="card stack" onSubmit=${submit}>
        <${CodeField} name="number" required value=${number} onChange=${setNumber} />
        <${CodeField} name="code" required=${!plain.code} value=${code} onChange=${setCode} />
        <button type="submit" class="button wide"><${Icon} name="search" />${t("follow.look")}</button>
      </form>
    <//>
  `;
}
