import { html } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { me } from "../shared/session.js";
import { Icon } from "../shared/ui/icon.js";
import { unsent } from "./outbox/records.js";
import { route } from "./router.js";

/** The tab a page belongs to. @type {Record<string, string>} */
const TAB_OF = {
  home: "home", snap: "snap", join: "snap", shared: "snap", sent: "snap", nearby: "nearby",
  me: "me", signin: "me", sessions: "me", data: "me", notices: "me", follow: "me", case: "me", watched: "me", watch: "nearby",
};

/** @type {[string, string, string][]} name, path, icon */
const TABS = [
  ["home", "#/", "house"],
  ["snap", "#/snap", "camera"],
  ["nearby", "#/nearby", "map-pin"],
  ["me", "#/me", "user"],
];

/** The four places of the app, at the thumb. */
export function TabBar() {
  const present = TAB_OF[route.value.name];
  const waiting = unsent().length + (me.value?.unread ?? 0);
  return html`
    <nav class="tabs" aria-label=${t("nav.main")}>
      ${TABS.map(([name, href, icon]) => html`
        <a key=${name} href=${href} aria-current=${present === name ? "page" : undefined}>
          <${Icon} name=${icon} /><span>${t(`nav.${name}`)}</span>
          ${name === "me" && waiting > 0 && html`
            <span class="count">${waiting}<span class="visually-hidden"> ${t("nav.waiting")}</span></span>
          `}
        </a>
      `)}
    </nav>
  `;
}
