import { go } from "../router.js";
import { edit, startCapture, takeFiles } from "../snap/draft.js";

/**
 * Keep what somebody quick has put into the server's form before the script arrived.
 *
 * @param {HTMLElement} box that holds the form
 * @returns {() => void} moves it into the draft, once the app is drawn
 */
export function adoptPlainForm(box) {
  const form = box.querySelector("form");
  const input = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[type=file]"));
  const words = /** @type {HTMLTextAreaElement | null} */ (form?.querySelector("textarea"));
  const files = Array.from(input?.files ?? []);
  const said = words?.value.trim() ?? "";
  return () => {
    if (!files.length && !said) return;
    startCapture();
    if (said) edit({ words: said });
    if (files.length) takeFiles(files, "camera");
    go("/snap");
  };
}
