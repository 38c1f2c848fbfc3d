import { get } from "../../shared/api.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { me } from "../../shared/session.js";
import { hasClaimKey } from "../device/claim.js";
import { elder, toggleElder } from "../../shared/elder.js";
import { PushSwitch } from "../../shared/install/push-switch.js";
import { Seen } from "../../shared/ui/seen.js";
import { useLoaded } from "../load.js";
import { entries } from "../outbox/records.js";
import { Page } from "../page.js";
import { LinkCell } from "../parts.js";
import { Account } from "./account.js";
import { ReportCell } from "./report-cell.js";
import { Unsent } from "./unsent.js";

/** @typedef {import("../../shared/types.js").MyReport} MyReport */

/** Nobody is known before the first report or a sign-in: then there is nothing to ask for. */
const isKnown = () => hasClaimKey() || me.value?.kind === "resident";

/** @returns {Promise<MyReport[]>} */
const loadReports = async () => (isKnown() ? (await get("/my/reports")).items : []);

function Reports() {
  const sent = entries.value.filter(({ status }) => status === "sent").length;
  const { data, fault, reload } = useLoaded(loadReports, [me.value?.kind === "resident", sent]);
  if (fault) return html`<${Failure} words=${fault} onRetry=${reload} />`;
  if (!data) return html`<${Skeleton} rows=${3} height="5rem" />`;
  if (!data.length) {
    return html`
      <div class="card">
        <${Empty} icon="camera" words=${t("mine.none")}>
          <a class="button" href="#/snap"><${Icon} name="camera" />${t("mine.first")}</a>
        <//>
      </div>
    `;
  }
  return html`
    <${Seen} path="/my/reports" />
    <ul class="cells">
      ${data.map((report) => html`<li key=${report.case_number}><${ReportCell} report=${report} /></li>`)}
    </ul>
  `;
}

/** What this person has reported, and who they are to us. */
export const MinePage = () => html`
  <${Page} title=${t("nav.me")}>
    <div class="halves">
      <div class="stack">
        <${Unsent} />
        <section class="stack"><h2>${t("mine.reports")}</h2><${Reports} /></section>
      </div>
      <div class="stack">
        <section class="cells">
          <${LinkCell} href="#/me/watched" icon="bell">${t("watched.title")}<//>
          <${LinkCell} href="#/follow" icon="search">${t("follow.title")}<//>
          <button type="button" class="cell" aria-pressed=${Boolean(elder.value)} onClick=${toggleElder}>
            <${Icon} name="a-large-small" />${t("elder.enter")}
            <span class="end">${t(elder.value ? "elder.on" : "elder.off")}</span>
          </button>
          <${PushSwitch} />
          <${LinkCell} href="/preferences" icon="smartphone">${t("mine.told")}<//>
          <${LinkCell} href="/privacy" icon="shield-check">${t("privacy.title")}<//>
        </section>
        <${Account} />
      </div>
    </div>
  <//>
`;
