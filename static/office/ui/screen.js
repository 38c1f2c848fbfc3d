import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { columns } from "../layout.js";
import { adminHref } from "../router.js";

/**
 * One screen of a section: its title, a way back, and what can be done here.
 *
 * @param {{ title: string, back?: string, tools?: any, narrow?: boolean, children?: any }} props
 *   `back`: where the arrow leads; without it to the menu, which only a phone has to go back to.
 *   `narrow`: as wide as a form or a text is read well
 */
export const Screen = ({ title, back, tools, narrow = false, children }) => {
  const up = back ?? (columns.value === 1 ? adminHref() : "");
  return html`
    <section class="pane scroll" tabindex="0">
      <header class="pane-head">
        ${up && html`
          <a class="button plain back" href=${up}><${Icon} name="chevron-left" /><span>${t("office.back")}</span></a>
        `}
        <h1 class="grow">${title}</h1>
        ${tools}
      </header>
      <div class=${`admin-body stack ${narrow ? "to-read" : ""}`}>${children}</div>
    </section>
  `;
};

/**
 * A link that looks like a button and makes something new.
 *
 * @param {{ href: string, words: string }} props
 */
export const NewLink = ({ href, words }) => html`
  <a class="button" href=${href}><${Icon} name="plus" />${words}</a>
`;
