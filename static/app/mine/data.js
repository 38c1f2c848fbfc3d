import { get, remove } from "../../shared/api.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { loadMe } from "../../shared/session.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { Page } from "../page.js";
import { go } from "../router.js";

const KEPT_MS = 60_000;

/** Hand the copy to the browser as a file. */
async function download() {
  const data = JSON.stringify(await get("/my/data"), null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type: "application/json" }));
  link.download = "my-data.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

async function erase() {
  const { complete } = await remove("/my/data");
  toast(t(complete ? "mydata.erased" : "mydata.erased_later"));
  await loadMe();
  go("/me", { replace: true });
}

/** Asked before somebody is forgotten. @param {{ onClose: () => void }} props */
function EraseSheet({ onClose }) {
  const [busy, setBusy] = useState(false);
  const confirm = () => {
    setBusy(true);
    erase().catch((error) => toast(sentenceOf(error))).finally(() => setBusy(false));
  };
  return html`
    <${Sheet} title=${t("mydata.erase")} onClose=${onClose}>
      <div class="stack">
        <p>${t("mydata.erase_what")}</p>
        <p class="muted">${t("mydata.erase_stays")}</p>
        <button type="button" class="button wide danger" aria-disabled=${busy} onClick=${() => busy || confirm()}>
          ${t("mydata.erase_yes")}
        </button>
        <button type="button" class="button quiet wide" onClick=${onClose}>${t("mydata.erase_no")}</button>
      </div>
    <//>
  `;
}

/** A copy of everything that is held on this person, and the way to be forgotten. */
export function DataPage() {
  const [asking, setAsking] = useState(false);
  const copy = () => download().catch((error) => toast(sentenceOf(error)));
  return html`
    <${Page} title=${t("mydata.title")} back="/me">
      <section class="card stack">
        <p>${t("mydata.copy_what")}</p>
        <button type="button" class="button wide" onClick=${copy}>
          ${t("mydata.copy")}
        </button>
      </section>
      <section class="card stack">
        <p>${t("mydata.erase_what")}</p>
        <button type="button" class="button quiet wide" onClick=${() => setAsking(true)}>
          ${t("mydata.erase")}
        </button>
      </section>
      ${asking && html`<${EraseSheet} onClose=${() => setAsking(false)} />`}
    <//>
  `;
}
