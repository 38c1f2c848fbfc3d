import { icon, make, words } from "./dom.js";

/** @param {string} words */
function say(words) {
  const toast = make("div", { class: "toasts", role: "status" }, [make("div", { class: "toast" }, [words])]);
  document.body.append(toast);
  setTimeout(() => toast.remove(), 4000);
}

/** Whether the phone has a share sheet of its own. @type {boolean} */
const canShare = "share" in navigator;

/** @param {HTMLElement} box */
async function showCode(box) {
  const { renderSVG } = await import("uqr");
  const image = make("img", {
    class: "qr",
    alt: words().qrWords ?? "",
    src: `data:image/svg+xml,${encodeURIComponent(renderSVG(location.href, { border: 2 }))}`,
  });
  box.replaceChildren(image);
}

/**
 * Buttons to pass the page on: by the phone's own sheet or the clipboard, and as a QR code.
 *
 * @param {HTMLElement} box
 */
export function share(box) {
  const { title = "", shareWords = "", copied = "", qrWords = "", icons = "" } = words();
  const send = make("button", { type: "button", class: "button quiet" }, [icon(icons, "share-2"), shareWords]);
  send.addEventListener("click", async () => {
    try {
      if (canShare) await navigator.share({ title, url: location.href });
      else await navigator.clipboard.writeText(location.href).then(() => say(copied));
    } catch {
      // The person closed the sheet.
    }
  });
  const place = make("div", {});
  const code = make("button", { type: "button", class: "button quiet" }, [icon(icons, "qr-code"), qrWords]);
  code.addEventListener("click", () => showCode(place));
  const row = make("div", { class: "actions" }, canShare || navigator.clipboard ? [send, code] : [code]);
  box.append(row, place);
}
