import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { may } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { lookup } from "../lookups.js";
import { pageHref } from "../router.js";

/** @returns {import("./hotspots.js").Hotspot[]} */
const hotspots = () => (may("hotspot.read") && lookup("/hotspots")) || [];

/** Above the queue of an office, when several people tell of the same thing. */
export function HotStrip() {
  const n = hotspots().length;
  return n > 0 && html`
    <a class="hot-strip" href=${pageHref("hotspots")}>
      <${Icon} name="flame" /><span class="grow">${t("office.hotspots.here", { n })}</span><${Icon} name="chevron-right" />
    </a>
  `;
}

/** On a case that is one of them. @param {{ number: string }} props */
export const HotMark = ({ number }) =>
  hotspots().some(({ cases }) => cases.some((one) => one.number === number)) && html`
    <a class="badge warning" href=${pageHref("hotspots")}><${Icon} name="flame" />${t("office.page.hotspots")}</a>
  `;
