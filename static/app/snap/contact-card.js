import { html, useId } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { digitsOf } from "../device/phone.js";
import { edit } from "./draft.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/** Anonymous unless the person wants to be called. @param {{ entry: Entry, fault: boolean }} props */
export function ContactCard({ entry, fault }) {
  const id = useId();
  /** @param {boolean} anonymous @param {string} icon @param {string} key */
  const way = (anonymous, icon, key) => html`
    <button type="button" aria-pressed=${entry.anonymous === anonymous} onClick=${() => edit({ anonymous })}>
      <${Icon} name=${icon} />${t(key)}
    </button>
  `;
  return html`
    <section class="card stack" id="phone">
      <h2>${t("contact.title")}</h2>
      <div class="segments">${way(true, "shield-check", "contact.anonymous")}${way(false, "phone", "contact.leave")}</div>
      ${entry.anonymous
        ? html`<p class="muted small">${t("contact.anonymous_hint")}</p>`
        : html`
          <div class="field">
            <label for=${id}>${t("contact.phone")}</label>
            <p class="hint" id=${`${id}-hint`}>${t("contact.phone_hint")}</p>
            <input class="input numbers" id=${id} type="tel" inputmode="tel" autocomplete="tel"
              maxlength="20" value=${entry.phone} aria-invalid=${fault} aria-describedby=${`${id}-hint${fault ? ` ${id}-error` : ""}`}
              onInput=${(/** @type {any} */ event) => edit({ phone: digitsOf(event.target.value) })} />
            ${fault && html`<p class="error" id=${`${id}-error`}><${Icon} name="triangle-alert" />${t("contact.fault")}</p>`}
          </div>
        `}
    </section>
  `;
}
