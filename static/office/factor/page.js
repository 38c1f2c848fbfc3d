import { post } from "../../shared/api.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { loadMe, me, signOut } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Note, Skeleton } from "../../shared/ui/parts.js";
import { RecoveryCodes } from "./codes.js";
import { Steps } from "./steps.js";

/** @typedef {import("./steps.js").Proposal} Proposal */

/** The one page of somebody who has to set up a second factor before anything else. */
export default function FactorPage() {
  const [proposal, setProposal] = useState(/** @type {Proposal | null} */ (null));
  const [codes, setCodes] = useState(/** @type {string[]} */ ([]));
  const [trouble, setTrouble] = useState("");
  const begin = async () => {
    setTrouble("");
    try {
      setProposal(await post("/me/second-factor", {}));
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  useEffect(() => void begin(), []);
  const saved = async () => {
    try {
      await loadMe();
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  const inside = codes.length
    ? html`<${RecoveryCodes} codes=${codes} onSaved=${saved} />`
    : html`
      <${Note} icon="shield-check">${t("office.factor.setup.why", { name: me.value?.name ?? "" })}<//>
      ${proposal ? html`<${Steps} proposal=${proposal} onDone=${setCodes} />` : !trouble && html`<${Skeleton} rows=${3} />`}
      <button type="button" class="button plain" onClick=${signOut}><${Icon} name="log-out" />${t("office.sign_out")}</button>
    `;
  return html`
    <main class="sign-in" id="main">
      <section class="card stack">
        <h1>${t(codes.length ? "office.factor.codes" : "office.factor.setup")}</h1>
        ${trouble && html`<${Failure} words=${trouble} onRetry=${codes.length ? saved : begin} />`}
        ${inside}
      </section>
    </main>
  `;
}
