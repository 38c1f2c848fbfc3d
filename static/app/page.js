import { html, useEffect, useRef } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { Icon } from "../shared/ui/icon.js";

let first = true;

/**
 * One screen: its heading takes the focus when it is entered, so that a screen reader says where
 * we are.
 *
 * @param {{ title: string, back?: string, tools?: any, children?: any }} props `back` is a hash path
 */
export function Page({ title, back, tools, children }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    document.title = title;
    if (!first) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    first = false;
  }, [title]);
  return html`
    <header class="bar">
      ${back && html`<a class="button plain" href=${`#${back}`}><${Icon} name="arrow-left" /><span>${t("nav.back")}</span></a>`}
      <h1 ref=${heading} tabindex="-1">${title}</h1>
      ${tools}
    </header>
    <div class="content stack">${children}</div>
  `;
}
