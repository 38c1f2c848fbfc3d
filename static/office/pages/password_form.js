import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { me } from "../../shared/session.js";
import { toast } from "../../shared/ui/toast.js";
import { RecordForm } from "../admin/shared/form.js";
import { put } from "../admin/shared/write.js";

const LEAST = 12;

/** @type {import("../types.js").Field[]} */
const FIELDS = [
  { name: "present", type: "password", required: true, max: 128 },
  { name: "password", type: "password", required: true, min: LEAST, max: 128 },
];

/** Choose another password; every other session ends. @param {{ onDone?: () => void }} props */
export default function PasswordForm({ onDone }) {
  return html`
    <${RecordForm} name="password" fields=${FIELDS} submit=${t("office.password.change")}
      send=${(/** @type {any} */ values) => put("/me/password", values)}
      onDone=${(/** @type {any} */ fresh) => { me.value = fresh; toast(t("office.password.changed")); onDone?.(); }} />
  `;
}
