import { config } from "../shared/config.js";
import { html } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { Icon } from "../shared/ui/icon.js";

/** Whom to call when it cannot wait; always above the form. */
export const Emergency = () => html`
  <section class="emergency" aria-label=${t("emergency.title")}>
    <p><${Icon} name="siren" /><span>${t("emergency.title")}</span></p>
    <ul>
      ${config.emergency.map(({ number, key }) => html`
        <li key=${number}><a href=${`tel:${number}`}><strong>${number}</strong><span>${t(`emergency.${key}`)}</span></a></li>
      `)}
    </ul>
  </section>
`;
