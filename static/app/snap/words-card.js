import { config } from "../../shared/config.js";
import { html, useId } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Note } from "../../shared/ui/parts.js";
import { edit } from "./draft.js";
import { readWords, soundsUrgent } from "./suggest.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

const CHIPS = ["days", "smell", "danger", "again"];

/** @param {string} words @param {string} phrase */
const toggled = (words, phrase) =>
  words.includes(phrase)
    ? words.replace(phrase, "").replace(/^[,,\s]+|[,,\s]+$/g, "")
    : [words.trim(), phrase].filter(Boolean).join(t("snap.joint"));

/** Words, if the person wants to add any. @param {{ entry: Entry }} props */
export function WordsCard({ entry }) {
  const id = useId();
  const { words } = entry;
  return html`
    <section class="card field">
      <label for=${id}>${t("snap.words")} <span class="optional">${t("form.optional")}</span></label>
      <div class="choices">
        ${CHIPS.map((chip) => {
          const phrase = t(`snap.chip.${chip}`);
          return html`
            <button type="button" key=${chip} class="chip" aria-pressed=${words.includes(phrase)}
              onClick=${() => edit({ words: toggled(words, phrase) })}>${phrase}</button>
          `;
        })}
      </div>
      <textarea class="input" id=${id} rows="2" maxlength=${config.limits.words} value=${words}
        placeholder=${t("snap.words_hint")} onFocus=${readWords}
        onInput=${(/** @type {any} */ event) => edit({ words: event.target.value })} />
      ${soundsUrgent.value && html`<${Note} tone="danger" icon="siren" role="alert">${t("snap.urgent")}<//>`}
    </section>
  `;
}
