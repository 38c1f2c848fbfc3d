import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure } from "../../shared/ui/parts.js";
import { openCase, trouble } from "./store.js";

/**
 * Why a case could not be shown: to try again, or to go back.
 *
 * @param {{ number: string, back: string }} props `back`: where to, if the list is out of sight
 */
export const Trouble = ({ number, back }) => html`
  <div class="pad stack">
    ${back && html`<a class="button plain back" href=${back}><${Icon} name="chevron-left" />${t("office.back")}</a>`}
    <${Failure} words=${trouble.value} onRetry=${() => openCase(number)} />
  </div>
`;
