import "../shared/elder.js";
import { html, render } from "../shared/html.js";
import { startWords } from "../shared/i18n.js";
import "../shared/seen.js";
import { loadMe } from "../shared/session.js";
import { App } from "./app.js";
import { listen } from "./keyboard.js";
import { watchLapse } from "./lapse.js";
import { watchOrders } from "./outbox/orders.js";

const AFTER_FIRST_PAINT_MS = 3000;

/** Draw the office once its words and the person are known. */
async function start() {
  const box = /** @type {HTMLElement} */ (document.getElementById("app"));
  const known = loadMe().catch(() => {}); // not reached: then the sign-in says so
  await Promise.all([startWords(), known, watchOrders()]);
  box.textContent = "";
  render(html`<${App} />`, box);
  listen();
  watchLapse();
}

start();
setTimeout(() => {
  import("./outbox/sender.js").catch(() => {}); // at hand before the network goes; sends what waits
  import("../shared/install/start.js").then((install) => install.start("office"), () => {});
}, AFTER_FIRST_PAINT_MS);
