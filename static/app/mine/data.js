import { get, remove } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { loadMe } from "../../shared/session.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { LookRow } from "../follow/looks.js";
import { useLoaded } from "../load.js";
import { Page } from "../page.js";
import { go } from "../router.js";
import { Numbers } from "./numbers.js";

/**
 * @typedef {{ reports: import("./numbers.js").OwnReport[], looks: import("../follow/looks.js").Look[] }} OwnData
 *   and more that is only handed over
 */

const KEPT_MS = 60_000;

/** @returns {Promise<OwnData>} */
const load = () => get("/my/data");

/** Hand the copy to the browser as a file. @param {OwnData} data */
function download(data) {
  const text = JSON.stringify(data, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
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
  const { busy, run } = useDeed(toast);
  return html`
    <${Sheet} title=${t("mydata.erase")} onClose=${onClose}>
      <div class="stack">
        <p>${t("mydata.erase_what")}</p>
        <p class="muted">${t("mydata.erase_stays")}</p>
        <button type="button" class="button wide danger" aria-disabled=${busy} onClick=${() => run(erase)}>
          ${t("mydata.erase_yes")}
        </button>
        <button type="button" class="button quiet wide" onClick=${onClose}>${t("mydata.erase_no")}</button>
      </div>
    <//>
  `;
}

/** @param {{ looks: import("../follow/looks.js").Look[] }} props */
const Looks = ({ looks }) => html`
  <section class="stack">
    <h2>${t("mydata.looks")}</h2>
    <p class="muted">${t("looks.hint")}</p>
    ${looks.length
      ? html`<ul class="cells">${looks.map((look, at) => html`<${LookRow} key=${at} look=${look} />`)}</ul>`
      : html`<div class="card"><${Empty} icon="shield-check" words=${t("looks.none")} /></div>`}
  </section>
`;

/** What is held on this person: to have, to correct, to see who looked, and to be forgotten. */
export function DataPage() {
  const [asking, setAsking] = useState(false);
  const { data, fault, reload } = useLoaded(load);
  return html`
    <${Page} title=${t("mydata.title")} back="/me">
      ${fault && html`<${Failure} words=${fault} onRetry=${reload} />`}
      ${!data && !fault && html`<${Skeleton} rows=${3} height="5rem" />`}
      ${data && html`
        <section class="card stack">
          <p>${t("mydata.copy_what")}</p>
          <button type="button" class="button wide" onClick=${() => download(data)}>${t("mydata.copy")}</button>
        </section>
        <${Numbers} reports=${data.reports} onChanged=${reload} />
        <${Looks} looks=${data.looks} />
        <section class="card stack">
          <p>${t("mydata.erase_what")}</p>
          <button type="button" class="button quiet wide" onClick=${() => setAsking(true)}>${t("mydata.erase")}</button>
        </section>
      `}
      ${asking && html`<${EraseSheet} onClose=${() => setAsking(false)} />`}
    <//>
  `;
}
