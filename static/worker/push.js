import { scope } from "./scope.js";

/**
 * Notices from the city while no page is open. Whoever gets the same one twice sees it once: it
 * has the same tag.
 *
 * @typedef {{ title: string, body: string, url: string, tag: string, unread: number }} Told
 */

/** @param {Told} told */
async function show({ title, body, url, tag, unread }) {
  const icons = { icon: "/icon/192.png", badge: "/icon/badge.png" };
  await scope.registration.showNotification(title, { body, tag, data: { url }, ...icons });
  await scope.navigator.setAppBadge?.(unread).catch(() => {});
}

/** Go where a notice leads: in a page that is open, or in a new one. @param {string} address */
async function open(address) {
  const url = new URL(address, scope.location.origin);
  const pages = await scope.clients.matchAll({ type: "window" });
  const there = pages.find((page) => new URL(page.url).pathname === url.pathname);
  if (!there) {
    await scope.clients.openWindow(url.href);
    return;
  }
  there.postMessage({ type: "go", hash: url.hash });
  await there.focus();
}

scope.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(show(event.data.json()));
});

scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});
