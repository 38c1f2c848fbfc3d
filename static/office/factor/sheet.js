import { post } from "../../shared/api.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { RecordForm } from "../forms/record-form.js";
import { RecoveryCodes } from "./codes.js";
import { Steps } from "./steps.js";

/** @typedef {"setup" | "replace" | "renew" | "remove"} Change */

const PATH = "/me/second-factor";

/** Where the password goes. @type {Record<Change, string>} */
const PATHS = { setup: PATH, replace: PATH, renew: `${PATH}/recovery-codes`, remove: `${PATH}/removal` };

/** @type {import("../types.js").Field[]} */
const FIELDS = [{ name: "present", type: "password", required: true, max: 128 }];

/**
 * Changing one's second factor: the password first, then what belongs to it.
 *
 * @param {{ change: Change, onClose: () => void }} props
 */
export default function FactorSheet({ change, onClose }) {
  const [proposal, setProposal] = useState(/** @type {import("./steps.js").Proposal | null} */ (null));
  const [codes, setCodes] = useState(/** @type {string[]} */ ([]));
  /** @param {any} answer */
  const proved = (answer) => {
    if (change === "remove") {
      toast(t("office.factor.removed"));
      onClose();
    } else if (change === "renew") {
      setCodes(answer.recovery_codes);
    } else {
      setProposal(answer);
    }
  };
  let inside = html`
    <div class="stack">
      <p>${t("office.factor.password")}</p>
      <${RecordForm} name="factor" fields=${FIELDS} submit=${t(`office.factor.${change}`)} danger=${change === "remove"}
        send=${(/** @type {any} */ values) => post(PATHS[change], values)} onDone=${proved} />
    </div>
  `;
  if (proposal) inside = html`<${Steps} proposal=${proposal} onDone=${setCodes} />`;
  if (codes.length) inside = html`<${RecoveryCodes} codes=${codes} onSaved=${onClose} />`;
  return html`
    <${Sheet} title=${t(codes.length ? "office.factor.codes" : `office.factor.${change}`)} onClose=${onClose}>${inside}<//>
  `;
}
