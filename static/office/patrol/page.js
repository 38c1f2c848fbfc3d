import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { may } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { columns } from "../layout.js";
import { pageHref, route } from "../router.js";
import { Page } from "../shell.js";
import { FiguresPane } from "./figures.js";
import { PastRound } from "./round.js";
import { Walk } from "./walk.js";

/** 晨检 and 督查: the round, first on a phone, and what the rounds came to, first on a desk. */
export default function PatrolPage() {
  const [part, id] = route.value.path;
  const walks = may("patrol.walk");
  const figures = part ? part === "figures" : !walks || columns.value > 1;
  return html`
    <${Page} title=${t("office.page.patrol")}>
      ${walks && part !== "round" && html`
        <nav class="segments" aria-label=${t("office.page.patrol")}>
          <a href=${pageHref("patrol", "walk")} aria-current=${figures ? undefined : "page"}><${Icon} name="footprints" />${t("office.patrol.walk")}</a>
          <a href=${pageHref("patrol", "figures")} aria-current=${figures ? "page" : undefined}><${Icon} name="list" />${t("office.patrol.figures")}</a>
        </nav>
      `}
      ${part === "round" ? html`<${PastRound} id=${id} />` : figures ? html`<${FiguresPane} />` : html`<${Walk} />`}
    <//>
  `;
}
