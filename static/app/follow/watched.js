import { get } from "../../shared/api.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { hasClaimKey } from "../device/claim.js";
import { useLoaded } from "../load.js";
import { CaseCell } from "../nearby/case-cell.js";
import { Page } from "../page.js";
import { me } from "../../shared/session.js";

/** @typedef {import("../../shared/types.js").PublicCase} PublicCase */

/** Who has never sent or watched anything is nobody to ask about. @returns {Promise<PublicCase[]>} */
const load = async () =>
  hasClaimKey() || me.value?.kind === "resident" ? (await get("/my/watched")).items : [];

/** The public cases that this person watches. */
export function WatchedPage() {
  const { data, fault, reload } = useLoaded(load, [me.value?.kind]);
  return html`
    <${Page} title=${t("watched.title")} back="/me">
      ${fault && html`<${Failure} words=${fault} onRetry=${reload} />`}
      ${!data && !fault && html`<${Skeleton} rows=${3} height="6rem" />`}
      ${data?.length === 0 && html`
        <div class="card">
          <${Empty} icon="bell" words=${t("watched.none")}>
            <a class="button" href="#/nearby"><${Icon} name="map-pin" />${t("watched.look")}</a>
          <//>
        </div>
      `}
      ${data && data.length > 0 && html`
        <ul class="cells">
          ${data.map((item) => html`<li key=${item.number}><${CaseCell} item=${item} metres=${null} /></li>`)}
        </ul>
      `}
    <//>
  `;
}
