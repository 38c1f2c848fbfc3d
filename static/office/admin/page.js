import { html, useEffect } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty } from "../../shared/ui/parts.js";
import { columns } from "../layout.js";
import { lazy } from "../lazy.js";
import { adminHref, route } from "../router.js";
import { Page } from "../shell.js";
import { CalendarMark } from "./deadlines/mark.js";
import { mySections } from "./sections.js";

/**
 * The page of each section; it gets what follows the section in the address as `path`.
 *
 * @type {Record<string, (props: { path: string[] }) => any>}
 */
const PAGES = {
  organisations: lazy(() => import("./organisations/page.js"), "pane"),
  people: lazy(() => import("./people/page.js"), "pane"),
  deputies: lazy(() => import("./deputies/page.js"), "pane"),
  areas: lazy(() => import("./areas/page.js"), "pane"),
  catalog: lazy(() => import("./catalog/page.js"), "pane"),
  tiles: lazy(() => import("./catalog/tiles.js"), "pane"),
  charges: lazy(() => import("./responsibility/charges.js"), "pane"),
  segments: lazy(() => import("./responsibility/segments.js"), "pane"),
  sponsorships: lazy(() => import("./responsibility/sponsorships.js"), "pane"),
  sites: lazy(() => import("./responsibility/sites.js"), "pane"),
  task_forces: lazy(() => import("./responsibility/task-forces.js"), "pane"),
  grids: lazy(() => import("./responsibility/grids.js"), "pane"),
  gaps: lazy(() => import("./responsibility/gaps.js"), "pane"),
  calendar: lazy(() => import("./deadlines/calendar.js"), "pane"),
  policy: lazy(() => import("./deadlines/policy.js"), "pane"),
  templates: lazy(() => import("./templates/page.js"), "pane"),
  outbox: lazy(() => import("./outbox/page.js"), "pane"),
  tokens: lazy(() => import("./tokens/page.js"), "pane"),
  tombstones: lazy(() => import("./keeping/tombstones.js"), "pane"),
  holds: lazy(() => import("./keeping/holds.js"), "pane"),
  audit: lazy(() => import("./audit/page.js"), "pane"),
};

/** @param {{ chosen: string }} props */
const Menu = ({ chosen }) => html`
  <nav class="admin-menu" aria-label=${t("office.admin.sections")}>
    ${mySections().map(({ name, icon }) => html`
      <a key=${name} class="cell" href=${adminHref(name)} aria-current=${name === chosen ? "page" : undefined}>
        <${Icon} name=${icon} /><span class="grow">${t(`office.admin.${name}`)}</span>
        ${name === "calendar" && html`<${CalendarMark} />`}<${Icon} name="chevron-right" />
      </a>
    `)}
  </nav>
`;

/** Running the city: a menu of sections, and beside it, or instead of it on a phone, one of them. */
export default function AdminPage() {
  const [asked = "", ...path] = route.value.path;
  const wide = columns.value > 1;
  const mine = mySections().map(({ name }) => name);
  const chosen = asked || (wide ? mine[0] : "");
  useEffect(() => {
    document.querySelector(".admin-content .scroll")?.scrollTo(0, 0);
  }, [route.value.path.join("/")]);
  if (mine.length === 0) {
    return html`<${Page} title=${t("office.page.admin")}><${Empty} icon="lock" words=${t("office.admin.not_yours")} /><//>`;
  }
  const known = mine.includes(chosen) ? PAGES[chosen] : null;
  const content = known
    ? html`<${known} key=${chosen} path=${path} />`
    : html`<${Page} title=${t("office.page.admin")}><${Empty} icon="ban" words=${t("office.admin.unknown")} /><//>`;
  if (wide) return html`<div class="admin-page"><${Menu} chosen=${chosen} /><div class="admin-content">${content}</div></div>`;
  if (chosen) return html`<div class="admin-content">${content}</div>`;
  return html`<${Page} title=${t("office.page.admin")}><${Menu} chosen="" /><//>`;
}
