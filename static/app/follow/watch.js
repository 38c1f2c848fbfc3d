import { call, get } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { ensureClaimKey } from "../device/claim.js";
import { useLoaded } from "../load.js";
import { CaseCell } from "../nearby/case-cell.js";
import { Page } from "../page.js";
import { LinkCell } from "../parts.js";
import { route } from "../router.js";

/** @typedef {import("../../shared/types.js").PublicCase & { watched: boolean, own: boolean }} Standing */

/** @param {{ standing: Standing, onChange: (watched: boolean) => void }} props */
function Switch({ standing: { number, watched }, onChange }) {
  const { busy, run } = useDeed(toast);
  const change = () => run(async () => {
    await ensureClaimKey();
    await call(watched ? "DELETE" : "PUT", `/public/cases/${encodeURIComponent(number)}/watch`);
    onChange(!watched);
    toast(t(watched ? "watch.left" : "watch.begun"));
  });
  return html`
    <button type="button" class=${`button wide ${watched ? "quiet" : ""}`} aria-pressed=${watched} aria-disabled=${busy} onClick=${change}>
      <${Icon} name=${watched ? "check" : "bell"} />${t(watched ? "watch.stop" : "watch.start")}
    </button>
  `;
}

/** Be told how a public case goes on, without having reported it. */
export function WatchPage() {
  const { number } = route.value.params;
  /** @returns {Promise<Standing>} */
  const load = () => get(`/public/cases/${encodeURIComponent(number)}/watch`);
  const { data: standing, fault, reload, replace } = useLoaded(load, [number]);
  return html`
    <${Page} title=${t("watch.title")} back="/nearby">
      ${fault && html`<${Failure} words=${fault} onRetry=${reload} />`}
      ${!standing && !fault && html`<${Skeleton} rows=${2} height="6rem" />`}
      ${standing && html`
        <ul class="cells"><li><${CaseCell} item=${standing} metres=${null} /></li></ul>
        ${standing.own
          ? html`
            <p class="note good"><${Icon} name="circle-check" /><span>${t("watch.own")}</span></p>
            <a class="button wide" href=${`#/follow/${standing.number}`}>${t("sent.follow")}</a>
          `
          : html`
            <p class="muted">${t("watch.hint")}</p>
            <${Switch} standing=${standing} onChange=${(/** @type {boolean} */ watched) => replace({ ...standing, watched })} />
          `}
        <ul class="cells"><li><${LinkCell} href="#/me/watched" icon="bell">${t("watched.title")}<//></li></ul>
      `}
    <//>
  `;
}
