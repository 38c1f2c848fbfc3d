import { identifyWith } from "../shared/api.js";
import { config } from "../shared/config.js";
import { html, render } from "../shared/html.js";
import { startWords } from "../shared/i18n.js";
import "../shared/seen.js";
import { loadMe } from "../shared/session.js";
import { App } from "./app.js";
import { claimHeaders, loadClaimKey } from "./device/claim.js";
import { adoptPlainForm, mustStay } from "./home/adopt.js";
import { loadEntries, watchRecords } from "./outbox/records.js";
import { flush, getReady } from "./outbox/send.js";
import { watchAddress } from "./snap/address.js";
import { watchSimilar } from "./snap/suggest.js";

const AFTER_FIRST_PAINT_MS = 3000;

/** Take over from the form that the server drew. */
async function start() {
  identifyWith(claimHeaders);
  const box = /** @type {HTMLElement} */ (document.getElementById("app"));
  if (mustStay(box)) return;
  await Promise.all([startWords(), loadClaimKey(), loadEntries()]);
  const files = adoptPlainForm(box);
  box.textContent = "";
  render(html`<${App} />`, box);
  files();
  watchAddress();
  watchSimilar();
  watchRecords();
  flush();
  setTimeout(getReady, AFTER_FIRST_PAINT_MS);
  loadMe().catch(() => {}); // pages that need it ask again and say so
}

start();
setTimeout(() => {
  import("../shared/install/start.js").then((install) => install.start("resident"), () => {});
  if (config.wechat && /MicroMessenger/.test(navigator.userAgent)) import("./wechat/start.js").then((wechat) => wechat.start()).catch(() => {});
}, AFTER_FIRST_PAINT_MS);
