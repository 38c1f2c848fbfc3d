import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { PhotoButton } from "../../shared/ui/photo-picker.js";
import { sentenceOf } from "../../shared/problems.js";
import { toast } from "../../shared/ui/toast.js";
import { hasAgreed } from "../device/preferences.js";
import { startCapture, takeFiles } from "./draft.js";

/** The privacy notice in plain words, before anything is collected for the first time. */
export function PrivacyNotice() {
  /** @type {[any, (sheet: any) => void]} */
  const [PrivacySheet, setSheet] = useState(null);
  if (hasAgreed()) return null;
  const open = () =>
    import("./privacy-sheet.js").then((loaded) => setSheet(() => loaded.PrivacySheet), (error) => toast(sentenceOf(error)));
  return html`
    <div class="privacy">
      <p><${Icon} name="shield-check" /><span>${t("privacy.short")}</span></p>
      <button type="button" class="button plain" onClick=${open}>${t("privacy.read")}</button>
      ${PrivacySheet && html`<${PrivacySheet} onClose=${() => setSheet(null)} />`}
    </div>
  `;
}

/**
 * The large camera button, with the album beside it.
 *
 * @param {{ onTaken?: () => void }} props
 */
export function Capture({ onTaken }) {
  /** @param {File[]} files @param {"camera" | "album"} source */
  const onFiles = (files, source) => {
    onTaken?.();
    takeFiles(files, source);
  };
  const consenting = !hasAgreed();
  return html`
    <div class="capture">
      <${PrivacyNotice} />
      <${PhotoButton} source="camera" className="shutter" onTap=${startCapture} onFiles=${onFiles}
        words=${t(consenting ? "capture.agree_and_take" : "capture.take")} />
      <p class="promise">${t("capture.promise")}</p>
      <${PhotoButton} source="album" className="button quiet" onTap=${startCapture} onFiles=${onFiles}
        words=${t("photo.choose")} />
    </div>
  `;
}
