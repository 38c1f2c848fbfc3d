import { config } from "../shared/config.js";
import { html } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { may, me } from "../shared/session.js";
import { Icon } from "../shared/ui/icon.js";
import { mySections } from "./admin/sections.js";
import { route } from "./router.js";

/** @typedef {{ page: string, href: string, icon: string, mine?: () => boolean }} Entry */

/** @param {string} permission */
const needs = (permission) => () => may(permission);

/** @type {Entry[]} */
const ENTRIES = [
  { page: "queue", href: "#/", icon: "list", mine: needs("case.read") },
  { page: "map", href: "#/map", icon: "map", mine: needs("case.read") },
  { page: "intake", href: "#/intake", icon: "phone", mine: needs("report.create") },
  { page: "notices", href: "#/notices", icon: "bell" },
  { page: "admin", href: "#/admin", icon: "settings", mine: () => mySections().length > 0 },
  { page: "me", href: "#/me", icon: "user" },
];

/** The pages of this person: a rail on wide screens, tabs below the thumb on a phone. */
export const Navigation = () => html`
  <nav class="rail" aria-label=${t("office.navigation")}>
    ${ENTRIES.filter(({ mine }) => !mine || mine()).map(({ page, href, icon }) => html`
      <a key=${page} href=${href} aria-current=${route.value.page === page ? "page" : undefined}>
        <${Icon} name=${icon} /><span>${t(`office.page.${page}`)}</span>
        ${page === "notices" && (me.value?.unread ?? 0) > 0 && html`
          <span class="count numbers">${me.value?.unread}<span class="visually-hidden">${t("office.unread")}</span></span>
        `}
      </a>
    `)}
  </nav>
`;

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
  <section class="pane page scroll">
    <header class="pane-head"><h1>${title}</h1></header>
    <div class="page-body stack">${children}</div>
  </section>
`;
