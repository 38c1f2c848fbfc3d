import { post } from "../../shared/api.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";

/** @typedef {import("../types.js").Report} Report */

const PURPOSES = ["place", "details", "result", "safety"];

/**
 * The masked contact of a report; the whole one for a purpose, which the resident reads.
 *
 * @param {{ number: string, report: Report }} props
 */
export function Contact({ number, report }) {
  const [asking, setAsking] = useState(false);
  const [opened, setOpened] = useState(/** @type {{ reporter_name: string | null, reporter_phone: string | null } | null} */ (null));
  const [fault, setFault] = useState("");
  const shown = opened ?? report;
  /** @param {string} purpose */
  const open = async (purpose) => {
    setFault("");
    try {
      setOpened(await post(`/cases/${number}/reports/${report.id}/contact`, { purpose }));
      setAsking(false);
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  return html`
    <div class="contact small">
      <p>
        <${Icon} name="phone" />
        <span class="numbers">${[shown.reporter_name, shown.reporter_phone].filter(Boolean).join(" ")}</span>
        ${!opened && report.reporter_phone && html`
          <button type="button" class="button plain" aria-expanded=${asking} onClick=${() => setAsking(!asking)}>
            <${Icon} name="eye" />${t("office.contact.open")}
          </button>
        `}
      </p>
      ${asking && html`
        <div class="purposes" role="group" aria-label=${t("office.contact.purpose")}>
          <p class="muted">${t("office.contact.hint")}</p>
          <div class="choices">
            ${PURPOSES.map((purpose) => html`
              <button type="button" key=${purpose} class="chip" onClick=${() => open(purpose)}>${t(`office.contact.for.${purpose}`)}</button>
            `)}
          </div>
        </div>
      `}
      ${fault && html`<p class="error" role="alert">${fault}</p>`}
    </div>
  `;
}
