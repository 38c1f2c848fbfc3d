import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";

/** @param {string} words */
export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    toast(t("office.factor.copied"));
  } catch {
    toast(t("office.factor.not_copied"));
  }
}

/** Hand the codes over as a text file. @param {string[]} codes */
function download(codes) {
  const address = URL.createObjectURL(new Blob([`${codes.join("\n")}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${t("office.factor.codes.file")}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address));
}

/** Recovery codes, shown this once. @param {{ codes: string[], onSaved: () => void }} props */
export const RecoveryCodes = ({ codes, onSaved }) => html`
  <div class="stack">
    <p>${t("office.factor.codes.hint")}</p>
    <ol class="recovery-codes numbers" aria-label=${t("office.factor.codes")}>
      ${codes.map((code) => html`<li key=${code}><code>${code}</code></li>`)}
    </ol>
    <div class="row">
      <button type="button" class="button quiet" onClick=${() => copy(codes.join("\n"))}><${Icon} name="copy" />${t("office.factor.codes.copy")}</button>
      <button type="button" class="button quiet" onClick=${() => download(codes)}><${Icon} name="download" />${t("office.factor.codes.download")}</button>
    </div>
    <button type="button" class="button wide" onClick=${onSaved}><${Icon} name="check" />${t("office.factor.codes.saved")}</button>
  </div>
`;
