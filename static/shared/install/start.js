import { effect } from "../html.js";
import { elder, theme } from "../elder.js";
import { laterWords, locale } from "../i18n.js";
import { offerHelp } from "../in-app/help.js";
import { showBadge } from "./badge.js";
import { loadMe, me } from "../session.js";
import { bringPhotosLater } from "./photos.js";
import { renewSubscription, switchOff } from "./push.js";
import { watchUpdates } from "./update.js";

/**
 * What makes the pages an app on a phone. All of it is an extra: nothing waits for it, and where
 * there is no service worker (WeChat on iOS, a private window, plain HTTP) everything else works.
 *
 * @typedef {"resident" | "office"} Part
 */

/** What the page has fetched before the worker was there is not kept: begin with who one is. */
function askAgainWithWorker() {
  if (navigator.serviceWorker.controller) return;
  const ask = () => loadMe().catch(() => {});
  navigator.serviceWorker.addEventListener("controllerchange", ask, { once: true });
}

/** Language and size of the text are in the pages that the worker keeps. */
function tellWhenLookChanges() {
  let first = true;
  effect(() => {
    const look = { type: "look-changed", locale: locale.value, elder: elder.value, theme: theme.value };
    if (!first) navigator.serviceWorker.controller?.postMessage(look);
    first = false;
  });
}

/** The tap on a notice of the system leads somewhere in a page that is open. */
function followNotices() {
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.type === "go") location.hash = data.hash;
  });
}

/** Somebody who signs in is told here from now on; who leaves is told here no more. @param {ServiceWorkerRegistration} registration */
function followPerson(registration) {
  let last = me.value?.kind;
  effect(() => {
    const kind = me.value?.kind;
    if (!kind || kind === last) return;
    if (last === "staff" || last === "resident") switchOff().catch(() => {});
    else renewSubscription(registration);
    last = kind;
  });
}

/**
 * Register the worker, and have it keep an app for the hours without a network.
 *
 * @param {Part} part
 */
export async function start(part) {
  await laterWords();
  offerHelp();
  showBadge();
  if (navigator.serviceWorker) askAgainWithWorker();
  const registration = await navigator.serviceWorker?.register("/worker.js").catch(() => undefined);
  if (!registration) return;
  registration.active?.postMessage({ type: "use", part });
  tellWhenLookChanges();
  followNotices();
  bringPhotosLater();
  watchUpdates(registration);
  renewSubscription(registration);
  followPerson(registration);
}
