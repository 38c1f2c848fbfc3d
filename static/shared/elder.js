import { readCookie, writeCookie } from "./cookies.js";
import { effect, signal } from "./html.js";

/**
 * 长辈版: larger text and targets, kept per device. "1" is its first size, "26" and "30" are
 * pixels of the steps above; empty without. The server's pages read the same cookies.
 */
export const elder = signal(readCookie("ssp_elder") ?? "");

/** Colours: "dark" or "light", empty as the system has them. */
export const theme = signal(readCookie("ssp_theme") ?? "");

/** @type {[string, import("@preact/signals").Signal<string>][]} */
const KEPT = [["elder", elder], ["theme", theme]];

for (const [name, chosen] of KEPT) {
  effect(() => {
    if (chosen.value) document.documentElement.setAttribute(`data-${name}`, chosen.value);
    else document.documentElement.removeAttribute(`data-${name}`);
    if (chosen.value !== (readCookie(`ssp_${name}`) ?? "")) writeCookie(`ssp_${name}`, chosen.value || null);
  });
}

addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const [name, chosen] of KEPT) chosen.value = readCookie(`ssp_${name}`) ?? "";
});

export function toggleElder() {
  elder.value = elder.value ? "" : "1";
}
