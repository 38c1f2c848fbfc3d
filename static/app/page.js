import { config } from "../shared/config.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/html.js";
import { locale, t } from "../shared/i18n.js";
import { Icon } from "../shared/ui/icon.js";

let first = true;

/** A heading in both languages of a bilingual city. @param {{ title: string }} props */
function Both({ title }) {
  const [both, setBoth] = useState(/** @type {[string, string][] | null} */ (null));
  useEffect(() => {
    setBoth(null);
    import("../shared/bilingual.js").then(({ inBoth }) => inBoth(title)).then(setBoth, () => {});
  }, [title, locale.value]);
  if (!both) return title;
  return both.map(([lang, words], at) => html`<span key=${lang} lang=${lang} class=${at ? "second" : ""}>${words}</span>`);
}

/**
 * One screen: its heading takes the focus when it is entered, so that a screen reader says where
 * we are.
 *
 * @param {{ title: string, back?: string, tools?: any, children?: any }} props `back` is a hash path
 */
export function Page({ title, back, tools, children }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
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
      <h1 ref=${heading} tabindex="-1">${config.bilingual ? html`<${Both} title=${title} />` : title}</h1>
      ${tools}
    </header>
    <div class="content stack">${children}</div>
  `;
}
