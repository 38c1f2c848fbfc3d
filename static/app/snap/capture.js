import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { get } from "../../shared/api.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { PhotoButton } from "../../shared/ui/photo-picker.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { sentenceOf } from "../../shared/problems.js";
import { hasAgreed } from "../device/preferences.js";
import { startCapture, takeFiles } from "./draft.js";

/** @param {{ onClose: () => void }} props */
function PrivacySheet({ onClose }) {
  const [text, setText] = useState("");
  const [fault, setFault] = useState("");
  const load = () => {
    setFault("");
    get("/consent").then(({ text: words }) => setText(words), (error) => setFault(sentenceOf(error)));
  };
  if (!text && !fault) load();
  return html`
    <${Sheet} title=${t("privacy.title")} onClose=${onClose}>
      ${fault ? html`<${Failure} words=${fault} onRetry=${load} />` : null}
      ${text ? html`<div class="prose">${text.split("\n").filter(Boolean).map((line) => html`<p>${line}</p>`)}</div>` : null}
      ${!text && !fault ? html`<${Skeleton} />` : null}
    <//>
  `;
}

/** The privacy notice in plain words, before anything is collected for the first time. */
export function PrivacyNotice() {
  const [open, setOpen] = useState(false);
  if (hasAgreed()) return null;
  return html`
    <div class="privacy">
      <p><${Icon} name="shield-check" /><span>${t("privacy.short")}</span></p>
      <button type="button" class="button plain" onClick=${() => setOpen(true)}>${t("privacy.read")}</button>
      ${open && html`<${PrivacySheet} onClose=${() => setOpen(false)} />`}
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
