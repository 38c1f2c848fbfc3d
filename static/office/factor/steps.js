import { post } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { inFours } from "../../shared/format.js";
import { html, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { QrCode } from "../../shared/ui/qr.js";
import { copy } from "./codes.js";

/** @typedef {{ secret: string, address: string }} Proposal what POST /me/second-factor answers */

/**
 * From a secret of the server to an app that shows its codes.
 *
 * @param {{ proposal: Proposal, onDone: (codes: string[]) => void }} props `onDone` gets the
 *   recovery codes
 */
export function Steps({ proposal, onDone }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const { busy, problem, run } = useDeed();

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    run(async () => {
      const code = input.current?.value ?? "";
      onDone((await post("/me/second-factor/confirmation", { code })).recovery_codes);
    }, (error) => {
      input.current?.select();
      return sentenceOf(error);
    });
  };
  return html`
    <ol class="factor-steps stack">
      <li>
        <h2>${t("office.factor.step1")}</h2>
        <p class="muted small">${t("office.factor.step1.hint")}</p>
      </li>
      <li>
        <h2>${t("office.factor.step2")}</h2>
        <${QrCode} text=${proposal.address} label=${t("office.factor.qr")} />
        <a class="button plain on-phones" href=${proposal.address}><${Icon} name="smartphone" />${t("office.factor.open")}</a>
        <p class="muted small">${t("office.factor.key")}</p>
        <p class="row"><code class="factor-key">${inFours(proposal.secret)}</code>
          <button type="button" class="button plain" onClick=${() => copy(proposal.secret)}><${Icon} name="copy" />${t("office.factor.key.copy")}</button>
        </p>
      </li>
      <li>
        <form class="stack" onSubmit=${submit}>
          <h2><label for="app-code">${t("office.factor.step3")}</label></h2>
          ${problem && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${problem}<//>`}
          <input id="app-code" class="input numbers code-input" ref=${input} inputmode="numeric" autocomplete="one-time-code" maxlength="7" required />
          <button type="submit" class="button wide" aria-disabled=${busy}><${Icon} name="shield-check" />${t("office.factor.confirm")}</button>
        </form>
      </li>
    </ol>
  `;
}
