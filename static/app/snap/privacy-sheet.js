import { get } from "../../shared/api.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { useLoaded } from "../load.js";

/** @returns {Promise<string>} */
const loadText = async () => (await get("/consent")).text;

/** The privacy notice in full. @param {{ onClose: () => void }} props */
export function PrivacySheet({ onClose }) {
  const { data, fault, reload } = useLoaded(loadText);
  return html`
    <${Sheet} title=${t("privacy.title")} onClose=${onClose}>
      ${fault && html`<${Failure} words=${fault} onRetry=${reload} />`}
      ${data && html`<div class="prose">${data.split("\n").filter(Boolean).map((line) => html`<p>${line}</p>`)}</div>`}
      ${!data && !fault && html`<${Skeleton} />`}
    <//>
  `;
}
