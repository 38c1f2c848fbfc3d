import { get, remove } from "../../shared/api.js";
import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { useLoaded } from "../load.js";
import { Page } from "../page.js";

/** @typedef {import("../../shared/types.js").Session} Session */

/** @returns {Promise<Session[]>} */
const loadSessions = async () => (await get("/sessions")).items;

/** Where this account is signed in, and a way to end each. */
export function SessionsPage() {
  const { data, fault, reload } = useLoaded(loadSessions);
  /** @param {number} id */
  const end = (id) => remove(`/sessions/${id}`).then(reload, (error) => toast(sentenceOf(error)));
  return html`
    <${Page} title=${t("sessions.title")} back="/me">
      ${fault && html`<${Failure} words=${fault} onRetry=${reload} />`}
      ${!data && !fault && html`<${Skeleton} />`}
      <ul class="cells">
        ${data?.map(({ id, device, last_seen_at, current }) => html`
          <li key=${id} class="cell">
            <${Icon} name="smartphone" />
            <span class="grow">
              <strong class="block">${device}</strong>
              <span class="muted small block">
                ${current ? t("sessions.current") : t("sessions.seen", { when: formatMoment(last_seen_at) })}
              </span>
              ${!current && html`
                <button type="button" class="button quiet" onClick=${() => end(id)}>${t("sessions.end")}</button>
              `}
            </span>
          </li>
        `)}
      </ul>
    <//>
  `;
}
