import { put } from "../../shared/api.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { become } from "../../shared/session.js";
import { toast } from "../../shared/ui/toast.js";
import { RecordForm } from "../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../load.js";

/**
 * @typedef {{ least: number, most: number, classes: number, history: number, days: number }} Rules
 *   what GET /me/password says
 */

/** @param {Rules} rules @returns {import("../types.js").Field[]} */
const fieldsOf = ({ least, most }) => [
  { name: "present", type: "password", required: true, max: most },
  { name: "password", type: "password", required: true, min: least, max: most },
];

/** What the city asks of a password, in sentences. @param {Rules} rules */
const sentencesOf = ({ least, classes, history }) => [
  t("office.password.rule.least", { n: least }),
  classes > 1 && t("office.password.rule.classes", { n: classes }),
  history > 0 && t("office.password.rule.history", { n: history }),
].filter(Boolean);

/** Choose another password; every other session ends. @param {{ onDone?: () => void }} props */
export default function PasswordForm({ onDone }) {
  const loaded = useLoaded("/me/password");
  const form = (/** @type {Rules} */ rules) => html`
    <${RecordForm} name="password" fields=${fieldsOf(rules)} submit=${t("office.password.change")}
      send=${(/** @type {any} */ values) => put("/me/password", values)}
      onDone=${(/** @type {any} */ fresh) => { become(fresh); toast(t("office.password.changed")); onDone?.(); }}>
      <ul class="muted small password-rules">${sentencesOf(rules).map((words) => html`<li key=${words}>${words}</li>`)}</ul>
    <//>
  `;
  return html`<${WhenLoaded} from=${loaded} rows=${2}>${form}<//>`;
}
