import "../shared/elder.js";
import { html, render } from "../shared/html.js";
import { startWords } from "../shared/i18n.js";
import { loadMe } from "../shared/session.js";
import { App } from "./app.js";
import { listen } from "./keyboard.js";

const AFTER_FIRST_PAINT_MS = 3000;

/** Draw the office once its words and the person are known. */
async function start() {
  const box = /** @type {HTMLElement} */ (document.getElementById("app"));
  await Promise.all([startWords(), loadMe()]);
  box.textContent = "";
  render(html`<${App} />`, box);
  listen();
}

start();
setTimeout(() => {
  import("../shared/install/start.js").then((install) => install.start("office"), () => {});
}, AFTER_FIRST_PAINT_MS);
