import { config } from "../../shared/config.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { edit } from "./draft.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/** Who is under 14 reports together with a guardian (PIPL art. 31). @param {{ entry: Entry }} props */
export function Guardian({ entry }) {
  const { version } = config.consent;
  if (!entry.under_14) {
    return html`
      <button type="button" class="button plain" onClick=${() => edit({ under_14: true })}>
        ${t("guardian.under_14")}
      </button>
    `;
  }
  return html`
    <section class="card stack" id="guardian">
      <h2>${t("guardian.title")}</h2>
      <p>${t("guardian.what")} <a href="/privacy" target="_blank">${t("privacy.read")}</a></p>
      <label class="check">
        <input type="checkbox" checked=${entry.guardian === version}
          onChange=${(/** @type {any} */ event) => edit({ guardian: event.target.checked ? version : null })} />
        <span>${t("guardian.agree")}</span>
      </label>
      <button type="button" class="button quiet" onClick=${() => edit({ under_14: false, guardian: null })}>
        ${t("guardian.not")}
      </button>
    </section>
  `;
}
