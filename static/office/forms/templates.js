import { html } from "../../shared/html.js";
import { locale, t } from "../../shared/i18n.js";
import { lookup } from "../lookups.js";

/**
 * Words that offices say often, as administrators keep them.
 *
 * @typedef {{ code: string, title: string, words: string, words_ko: string, words_en: string,
 *   audience: string, active: boolean }} Template
 */

/** @param {Template} template in the language of the page, where somebody wrote it */
const wordsOf = (template) =>
  ({ ko: template.words_ko, en: template.words_en })[locale.value] || template.words;

/**
 * A list to take prepared words from; they come into the field as if typed, to be changed freely.
 *
 * @param {{ audience: string, onTake: (words: string) => void }} props
 */
export function Templates({ audience, onTake }) {
  /** @type {Template[] | null} */
  const all = lookup("/templates");
  const usable = (all ?? []).filter((one) => one.active && one.audience === audience);
  if (usable.length === 0) return null;
  /** @param {any} event */
  const take = ({ target }) => {
    const chosen = usable.find(({ code }) => code === target.value);
    if (chosen) onTake(wordsOf(chosen));
    target.value = "";
  };
  return html`
    <select class="input templates" aria-label=${t("office.templates")} value="" onChange=${take}>
      <option value="">${t("office.templates")}</option>
      ${usable.map(({ code, title }) => html`<option key=${code} value=${code}>${title}</option>`)}
    </select>
  `;
}
