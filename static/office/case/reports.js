import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { Contact } from "./contact.js";

/** @typedef {import("../types.js").Report} Report */

/** @param {string} locale */
const languageWords = (locale) => (hasWords(`office.language.${locale}`) ? t(`office.language.${locale}`) : locale);

/**
 * What residents said, in their own language, never edited.
 *
 * @param {{ number: string, reports: Report[] }} props
 */
export const Reports = ({ number, reports }) => html`
  <ul class="reports">
    ${reports.map((report) => html`
      <li key=${report.id}>
        <p class=${report.words ? "said" : "muted"} lang=${report.words ? report.locale : undefined}>
          ${report.words || t("office.report.no_words")}
        </p>
        <p class="muted small">
          <span class="language">${languageWords(report.locale)}</span>
          <time datetime=${report.at}>${formatMoment(report.at)}</time> · ${t(`office.source.${report.source}`)}
          ${report.photos.length > 0 && html` · ${t("office.photos_n", { n: report.photos.length })}`}
        </p>
        ${(report.reporter_phone || report.reporter_name) && html`<${Contact} number=${number} report=${report} />`}
      </li>
    `)}
  </ul>
`;
