import { html, render, signal } from "../html.js";
import { t } from "../i18n.js";
import { Icon } from "../ui/icon.js";

/**
 * A new release is offered, never forced: a page is only ever reloaded by the tap of its reader,
 * and the offer waits while something is being written.
 */

const HOUR_MS = 3_600_000;
/** Where one writes: a report, or the form of an action. */
const WRITING = /^#\/(snap|join|shared|q\/[^/]+\/[^/]+\/[^/?]+)/;

/** The worker of the new release, while it waits. @type {import("@preact/signals").Signal<ServiceWorker | null>} */
const waiting = signal(null);
const writing = signal(WRITING.test(location.hash));

/** Start the new release in this page; others go on with theirs until they are opened anew. */
function update() {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  waiting.value?.postMessage({ type: "take-over" });
}

const later = () => {
  waiting.value = null;
};

/** Above what is said in passing, which may hold a way to undo something. */
const PLACE = { bottom: "calc(9.5rem + env(safe-area-inset-bottom))" };

function Offer() {
  const shown = waiting.value && !writing.value;
  return html`
    <div class="toasts" style=${PLACE} role="status">
      ${shown && html`
        <div class="toast">
          <${Icon} name="refresh-cw" /><span>${t("update.offer")}</span>
          <button type="button" class="button plain" onClick=${update}>${t("update.now")}</button>
          <button type="button" class="button plain" onClick=${later}>${t("update.later")}</button>
        </div>
      `}
    </div>
  `;
}

/** Whether this page is of the waiting release already. @param {ServiceWorker} worker @returns {Promise<boolean>} */
function isOurs(worker) {
  const { src } = /** @type {HTMLScriptElement} */ (document.querySelector("script[type=module]"));
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ type: "has-file", url: src }, [port2]);
  });
}

/** @param {ServiceWorker | null} worker */
async function offer(worker) {
  if (!worker || !navigator.serviceWorker.controller) return;
  if (await isOurs(worker)) worker.postMessage({ type: "take-over" });
  else waiting.value = worker;
}

/**
 * Look for new releases while a page stays open for days, as those on a phone do.
 *
 * @param {ServiceWorkerRegistration} registration
 */
export function watchUpdates(registration) {
  const box = document.body.appendChild(document.createElement("div"));
  render(html`<${Offer} />`, box);
  addEventListener("hashchange", () => {
    writing.value = WRITING.test(location.hash);
  });
  const look = () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  };
  document.addEventListener("visibilitychange", look);
  setInterval(look, HOUR_MS);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      if (next.state === "installed") offer(next);
    });
  });
  offer(registration.waiting);
}
