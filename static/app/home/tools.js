import { config } from "../../shared/config.js";
import { html, signal } from "../../shared/html.js";
import { chooseLocale, locale, t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { elder, toggleElder } from "../../shared/elder.js";

const choosing = signal(false);
const onClose = () => {
  choosing.value = false;
};

/** The languages, on a sheet; apart from its button, because the bar lies below the tabs. */
export function LanguageSheet() {
  if (!choosing.value) return null;
  /** @param {string} name */
  const choose = async (name) => {
    try {
      await chooseLocale(name);
      onClose();
    } catch (error) {
      toast(sentenceOf(error));
    }
  };
  return html`
    <${Sheet} title=${t("language.title")} onClose=${onClose}>
      <ul class="cells">
        ${config.locales.map((name) => html`
          <li key=${name}>
            <button type="button" class="cell" lang=${name} aria-pressed=${locale.value === name} onClick=${() => choose(name)}>
              ${t(`language.${name}`)}
              ${locale.value === name && html`<span class="end"><${Icon} name="check" /></span>`}
            </button>
          </li>
        `)}
      </ul>
    <//>
  `;
}

/** Larger text and another language, one tap away. */
export const HomeTools = () => html`
  <div class="tools">
    <button type="button" class="button plain" aria-pressed=${Boolean(elder.value)} onClick=${toggleElder}>
      <${Icon} name="a-large-small" />${t(elder.value ? "elder.leave" : "elder.enter")}
    </button>
    <button type="button" class="button plain" onClick=${() => { choosing.value = true; }}>
      <${Icon} name="languages" />${t("language.short")}
    </button>
  </div>
`;
