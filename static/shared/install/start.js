/**
 * Have the service worker beside the pages. It is an extra: nothing waits for it, and where there
 * is none (WeChat on iOS, a private window, plain HTTP) everything works as before.
 *
 * @typedef {"resident" | "office"} Part
 */

/**
 * Register the worker, and have it keep an app for the hours without a network.
 *
 * @param {Part} part
 */
export async function start(part) {
  const registration = await navigator.serviceWorker?.register("/worker.js").catch(() => undefined);
  if (!registration) return;
  registration.active?.postMessage({ type: "use", part });
}
