import { effect } from "../html.js";
import { me } from "../session.js";

/** Unread notices on the icon of the installed app, where the system has such a thing. */
export function showBadge() {
  if (!("setAppBadge" in navigator)) return;
  effect(() => {
    if (!me.value) return;
    const shown = me.value.unread > 0 ? navigator.setAppBadge(me.value.unread) : navigator.clearAppBadge();
    shown.catch(() => {}); // not installed, or not allowed to
  });
}
