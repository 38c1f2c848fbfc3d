import { html, render, useState } from "../html.js";
import { t } from "../i18n.js";
import { Icon } from "../ui/icon.js";
import { Sheet } from "../ui/sheet.js";
import { toast } from "../ui/toast.js";

const DISMISSED = "ssp_in_app_help";
const IN_APP = /MicroMessenger|QQ\/|Weibo|AlipayClient|DingTalk/;

/** Whether somebody has said that they know. */
function isDismissed() {
  try {
    return localStorage.getItem(DISMISSED) !== null;
  } catch {
    return false;
  }
}

function dismiss() {
  try {
    localStorage.setItem(DISMISSED, "1");
  } catch {
    // It is offered again next time.
  }
}

/** @param {{ onClose: () => void }} props */
function Steps({ onClose }) {
  const address = location.origin + location.pathname;
  const copy = () =>
    (navigator.clipboard ? navigator.clipboard.writeText(address) : Promise.reject(new Error("no clipboard")))
      .then(() => toast(t("in_app.copied")), () => toast(t("in_app.by_hand")));
  return html`
    <${Sheet} title=${t("in_app.title")} onClose=${onClose}
      footer=${html`<button type="button" class="button wide" onClick=${copy}><${Icon} name="copy" />${t("in_app.copy")}</button>`}>
      <div class="stack">
        <p>${t("in_app.why")}</p>
        <ol class="in-app-steps">
          <li>${t("in_app.step_menu")}</li>
          <li>${t("in_app.step_open")}</li>
        </ol>
        <p class="muted">${t("in_app.otherwise")}</p>
        <p class="numbers address">${address}</p>
      </div>
    <//>
  `;
}

/** @param {{ onDone: () => void }} props */
function Help({ onDone }) {
  const [open, setOpen] = useState(false);
  const done = () => {
    dismiss();
    onDone();
  };
  return html`
    <aside class="in-app note info" aria-label=${t("in_app.title")}>
      <${Icon} name="info" />
      <div class="grow">
        <p>${t("in_app.words")}</p>
        <div class="row">
          <button type="button" class="button quiet" onClick=${() => setOpen(true)}>${t("in_app.how")}</button>
          <button type="button" class="button plain" onClick=${done}>${t("in_app.known")}</button>
        </div>
      </div>
    </aside>
    ${open && html`<${Steps} onClose=${() => setOpen(false)} />`}
  `;
}

/** Say once, in the browser of another app, what only a real one can do. */
export function offerHelp() {
  if (!IN_APP.test(navigator.userAgent) || isDismissed()) return;
  const box = document.createElement("div");
  document.body.prepend(box);
  render(html`<${Help} onDone=${() => { render(null, box); box.remove(); }} />`, box);
}
