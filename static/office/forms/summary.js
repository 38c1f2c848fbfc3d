import { html, useLayoutEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { labelOf } from "./labels.js";

/** @typedef {import("./form.js").Form} Form */

/** Errors of parts of a field (`photos.0`) belong to the field. @param {Record<string, string[]>} errors */
export function byField(errors) {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const [path, sentences] of Object.entries(errors)) {
    const [name] = path.split(".");
    found[name] = [...new Set([...(found[name] ?? []), ...sentences])];
  }
  return found;
}

/**
 * Everything that is wrong, in one place that takes the focus; each line leads to its field.
 *
 * @param {{ form: Form, general: string, idOf: (name: string) => string, attempt: number }} props
 *   `attempt` counts the refusals, so that each one is heard
 */
export function ErrorSummary({ form, general, idOf, attempt }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const errors = Object.entries(form.errors.value);
  useLayoutEffect(() => {
    if (attempt) box.current?.focus();
  }, [attempt]);
  if (!general && errors.length === 0) return null;
  /** @param {Event} event @param {string} name */
  const lead = (event, name) => {
    event.preventDefault();
    document.getElementById(idOf(name))?.focus();
  };
  return html`
    <div class="note danger summary" role="alert" tabindex="-1" ref=${box}>
      <${Icon} name="triangle-alert" />
      <div class="grow">
        <p>${general || t("office.form.wrong")}</p>
        <ul>
          ${errors.map(([name, sentences]) => html`
            <li key=${name}>
              <a href=${`#${idOf(name)}`} onClick=${(/** @type {Event} */ event) => lead(event, name)}>
                ${t("office.form.fault", { name: labelOf(form.action, name) })}
              </a>${sentences.join(" ")}
            </li>
          `)}
        </ul>
      </div>
    </div>
  `;
}
