import { html } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { Toasts } from "../shared/ui/toast.js";
import { HomePage } from "./home/page.js";
import { lazy } from "./lazy.js";
import { route } from "./router.js";
import { SnapPage } from "./snap/page.js";
import { TabBar } from "./tabs.js";

/** @type {Record<string, any>} */
const PAGES = {
  home: HomePage,
  snap: SnapPage,
  join: SnapPage,
  shared: lazy(async () => (await import("./install/shared.js")).SharedPage),
  sent: lazy(async () => (await import("./sent/page.js")).SentPage),
  nearby: lazy(async () => (await import("./nearby/page.js")).NearbyPage),
  me: lazy(async () => (await import("./mine/page.js")).MinePage),
  signin: lazy(async () => (await import("./mine/signin.js")).SignInPage),
  sessions: lazy(async () => (await import("./mine/sessions.js")).SessionsPage),
  data: lazy(async () => (await import("./mine/data.js")).DataPage),
  notices: lazy(async () => (await import("./mine/notices.js")).NoticesPage),
  follow: lazy(async () => (await import("./follow/find.js")).FindPage),
  watch: lazy(async () => (await import("./follow/watch.js")).WatchPage),
  watched: lazy(async () => (await import("./follow/watched.js")).WatchedPage),
  case: lazy(async () => (await import("./follow/page.js")).CasePage),
};

/** The whole app: the present page, the tabs and what pops up. */
export function App() {
  const { name } = route.value;
  return html`
    <a class="skip" href="#main" onClick=${skip}>${t("nav.skip")}</a>
    <main id="main" tabindex="-1" class=${`page-${name}`}><${PAGES[name]} key=${name} /></main>
    <${TabBar} />
    <${Toasts} />
  `;
}

/** Skip without touching the hash, which is the route. @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
