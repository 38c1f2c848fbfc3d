import { formatMoment } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { toast } from "../../../shared/ui/toast.js";

/** @typedef {{ username: string, name: string, start_password: string, start_until: string }} Start */

/** @param {Start} start */
async function copy({ username, start_password }) {
  try {
    await navigator.clipboard.writeText(t("office.people.start.copied_words", { username, password: start_password }));
    toast(t("office.people.start.copied"));
  } catch {
    toast(t("office.people.start.not_copied"));
  }
}

/** The start password, shown this once. @param {{ start: Start }} props */
export const StartCard = ({ start }) => html`
  <section class="card stack start-card" role="status">
    <p class="done"><${Icon} name="circle-check" />${t("office.people.start.done", { name: start.name })}</p>
    <dl class="admin-facts">
      <dt>${t("office.field.person.username")}</dt><dd>${start.username}</dd>
      <dt>${t("office.people.start")}</dt><dd><code class="start-password">${start.start_password}</code></dd>
    </dl>
    <p class="muted small">${t("office.people.start.hint", { until: formatMoment(start.start_until) })}</p>
    <button type="button" class="button quiet" onClick=${() => copy(start)}><${Icon} name="copy" />${t("office.people.start.copy")}</button>
  </section>
`;
