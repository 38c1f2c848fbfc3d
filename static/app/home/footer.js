import { config } from "../../shared/config.js";
import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";

/** Who runs this; lines that the city has not filled in are left out, never made up. */
export const Footer = () => html`
  <footer class="footer small muted">
    ${Object.entries(config.footer)
      .filter(([name, value]) => value && hasWords(`footer.${name}`))
      .map(([name, value]) => html`<p key=${name}>${t(`footer.${name}`)} ${value}</p>`)}
    <p class="row">
      <a href="/privacy">${t("privacy.title")}</a>
      <a href="/accessibility">${t("accessibility.title")}</a>
      <a href="#/follow">${t("follow.title")}</a>
    </p>
    ${config.demo && html`<p>${t("footer.demo")}</p>`}
  </footer>
`;
