import { readCookie, writeCookie } from "./cookies.js";
import { effect, signal } from "./html.js";

/** 长辈版: larger text and targets, kept per device. The server's pages read the same cookie. */
export const elder = signal(readCookie("ssp_elder") === "1");

effect(() => {
  document.documentElement.toggleAttribute("data-elder", elder.value);
});

export function toggleElder() {
  elder.value = !elder.value;
  writeCookie("ssp_elder", elder.value ? "1" : null);
}
