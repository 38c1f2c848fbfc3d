import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Screen } from "../shared/screen.js";

/** People of the offices. */
export default function PeoplePage() {
  return html`<${Screen} title=${t("office.admin.people")} />`;
}
