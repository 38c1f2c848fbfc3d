import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Note } from "../../shared/ui/parts.js";

/** @typedef {{ marks: string[], on_site: boolean, reason: string | null }} Proof */

/** The words of marks or flags, each a chip. @param {{ codes: string[] }} props */
export const Marks = ({ codes }) => html`
  <ul class="marks">${codes.map((code) => html`<li class="badge warning" key=${code}>${t(`mark.${code}`)}</li>`)}</ul>
`;

/** What is odd about the last finish, and what the check needs while it is to come. @param {{ proof: Proof | null, state: string }} props */
export const ProofNote = ({ proof, state }) =>
  proof && proof.marks.length > 0 && html`
    <${Note} tone="warning" icon="shield-check">
      <p><strong>${t(proof.on_site && state === "fixed" ? "office.proof.on_site" : "office.proof.odd")}</strong></p>
      <${Marks} codes=${proof.marks} />
      ${proof.reason && html`<p>${t("office.proof.reason", { words: proof.reason })}</p>`}
    <//>
  `;
