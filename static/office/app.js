import { html, useEffect } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { may, me } from "../shared/session.js";
import { Empty } from "../shared/ui/parts.js";
import { Toasts } from "../shared/ui/toast.js";
import { mySections } from "./admin/sections.js";
import { myEntries } from "./entries.js";
import { help } from "./help.js";
import { lapsed } from "./lapse.js";
import { columns } from "./layout.js";
import { lazy } from "./lazy.js";
import { QueuePage } from "./queue/page.js";
import { loadQueues, openFirstView } from "./queue/store.js";
import { adminHref, go, route } from "./router.js";
import { Banner, Navigation, Page } from "./shell.js";

const HelpSheet = lazy(() => import("./help-sheet.js"), "visually-hidden");
const SignIn = lazy(() => import("./pages/sign-in.js"), "pane");
const SignInAgain = lazy(() => import("./pages/sign-in-again.js"), "visually-hidden");
const Start = lazy(() => import("./pages/start.js"), "pane");
const FactorPage = lazy(() => import("./factor/page.js"), "pane");

/** The component of each page of entries.js; all but the queue are fetched when first opened. @type {Record<string, (props: any) => any>} */
const PAGES = {
  queue: QueuePage,
  shift: lazy(() => import("./shift/page.js"), "pane"),
  map: lazy(() => import("./pages/map.js"), "pane"),
  patrol: lazy(() => import("./patrol/page.js"), "pane"),
  lists: lazy(() => import("./lists/page.js"), "pane"),
  ledger: lazy(() => import("./ledger/page.js"), "pane"),
  targets: lazy(() => import("./targets/page.js"), "pane"),
  hotspots: lazy(() => import("./patrol/hotspots.js"), "pane"),
  alarms: lazy(() => import("./proof/page.js"), "pane"),
  intake: lazy(() => import("./intake/page.js"), "pane"),
  review: lazy(() => import("./review/page.js"), "pane"),
  notices: lazy(() => import("./pages/notices.js"), "pane"),
  admin: lazy(() => import("./admin/page.js"), "pane"),
  outbox: lazy(() => import("./outbox/page.js"), "pane"),
  me: lazy(() => import("./pages/me.js"), "pane"),
};

/** The pages of somebody signed in. */
function Office() {
  const { page, action } = route.value;
  const worksOnCases = may("case.read");
  useEffect(() => {
    if (!worksOnCases) return;
    loadQueues().catch(() => {});
    openFirstView().catch(() => {});
  }, []);
  const runsTheCity = !worksOnCases && mySections().length > 0;
  useEffect(() => {
    if (runsTheCity && page === "queue") go(adminHref(), { replace: true });
  }, [runsTheCity, page]);
  const focused = action && columns.value === 1;
  const reachable = myEntries().some((entry) => entry.page === page);
  return html`
    <a class="skip" href="#main" onClick=${skip}>${t("office.skip")}</a>
    ${!focused && html`<${Banner} /><${Navigation} />`}
    <main id="main" tabindex="-1" class=${`main ${page}`}>
      ${reachable
        ? html`<${PAGES[page]} key=${page} />`
        : html`<${Page} title=${t("office.page.queue")}><${Empty} icon="info" words=${t("office.empty.no_cases")} /><//>`}
    </main>
    ${help.value && html`<${HelpSheet} />`}
  `;
}

/** Sign-in, what has to be done first, or the office. */
function Now() {
  if (me.value?.kind !== "staff") return html`<${SignIn} />`;
  if (me.value.must === "password") return html`<${Start} />`;
  return me.value.must ? html`<${FactorPage} />` : html`<${Office} key=${me.value.account} />`;
}

/** Everything, and what is said in passing. */
export const App = () => html`${lapsed.value && html`<${SignInAgain} />`}<${Now} /><${Toasts} />`;

/** Skip without touching the hash, which is the route. @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
