import { config } from "../shared/config.js";
import { html, useState } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { me } from "../shared/session.js";
import { Icon } from "../shared/ui/icon.js";
import { Sheet } from "../shared/ui/sheet.js";
import { myEntries } from "./entries.js";
import { columns } from "./layout.js";
import { pageHref, route } from "./router.js";

/** @typedef {import("./entries.js").Entry} Entry */

/** So many tabs fit below the thumb; a wide screen shows every page. */
const TABS = 5;

/** @param {{ entry: Entry, onOpen?: () => void }} props */
const Link = ({ entry: { page, icon }, onOpen }) => html`
  <a href=${pageHref(page)} aria-current=${route.value.page === page ? "page" : undefined} onClick=${onOpen}>
    <${Icon} name=${icon} /><span>${t(`office.page.${page}`)}</span>
    ${page === "notices" && (me.value?.unread ?? 0) > 0 && html`
      <span class="count numbers">${me.value?.unread}<span class="visually-hidden">${t("office.unread")}</span></span>
    `}
  </a>
`;

/** The pages of this person: a rail on wide screens, tabs below the thumb on a phone. */
export function Navigation() {
  const [open, setOpen] = useState(false);
  const entries = myEntries();
  const fits = columns.value > 1 || entries.length <= TABS;
  const first = fits ? entries : entries.slice(0, TABS - 1);
  const rest = entries.slice(first.length);
  return html`
    <nav class="rail" aria-label=${t("office.navigation")}>
      ${first.map((entry) => html`<${Link} key=${entry.page} entry=${entry} />`)}
      ${rest.length > 0 && html`
        <button type="button" aria-expanded=${open} onClick=${() => setOpen(true)}>
          <${Icon} name="ellipsis" /><span>${t("office.page.more")}</span>
        </button>
      `}
    </nav>
    ${open && html`
      <${Sheet} title=${t("office.page.more")} onClose=${() => setOpen(false)}>
        <nav class="more-pages" aria-label=${t("office.page.more")}>
          ${rest.map((entry) => html`<${Link} key=${entry.page} entry=${entry} onOpen=${() => setOpen(false)} />`)}
        </nav>
      <//>
    `}
  `;
}

/** Which city this is, and that its data are examples when they are. */
export const Banner = () => html`
  <header class="banner">
    <strong>${t("office.title")}</strong>
    <span class="city">${config.city.name}</span>
    ${config.city.notice && html`<span class="notice" title=${config.city.notice}>${config.city.notice}</span>`}
    <span class="who small">${[me.value?.organisation?.name, me.value?.name].filter(Boolean).join(" · ")}</span>
  </header>
`;

/**
 * A page beside the queue, with its title.
 *
 * @param {{ title: string, children?: any }} props
 */
export const Page = ({ title, children }) => html`
  <section class="pane page scroll" tabindex="0">
    <header class="pane-head"><h1>${title}</h1></header>
    <div class="page-body stack">${children}</div>
  </section>
`;
