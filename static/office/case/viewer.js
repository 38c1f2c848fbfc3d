import { formatMoment } from "../../shared/format.js";
import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";

/** @typedef {import("../types.js").Photo} Photo */

/** @param {Photo} photo */
export const photoWords = (photo) =>
  [t(`photo.${photo.role}`), photo.captured_at && formatMoment(photo.captured_at)].filter(Boolean).join(" · ");

/**
 * Photos over the whole screen: swipe, arrow keys or buttons; Escape closes.
 *
 * @param {{ photos: Photo[], first: number, onClose: () => void }} props `first`: index to begin with
 */
export function Viewer({ photos, first, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const strip = useRef(/** @type {HTMLElement | null} */ (null));
  const [at, setAt] = useState(first);

  /** @param {number} to @param {ScrollBehavior} [behavior] */
  const show = (to, behavior = "smooth") => {
    const element = /** @type {HTMLElement} */ (strip.current);
    element.scrollTo({ left: to * element.clientWidth, behavior });
  };

  useEffect(() => {
    dialog.current?.showModal();
    show(first, "instant");
  }, []);

  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    event.stopPropagation();
    if (!step) return;
    event.preventDefault();
    show(Math.min(photos.length - 1, Math.max(0, at + step)));
  };
  const onScroll = () => {
    const element = /** @type {HTMLElement} */ (strip.current);
    setAt(Math.round(element.scrollLeft / element.clientWidth));
  };

  return html`
    <dialog class="viewer" ref=${dialog} aria-label=${t("office.photos")} onClose=${onClose} onKeyDown=${onKeyDown}>
      <div class="strip" ref=${strip} onScroll=${onScroll} tabindex="0" role="group" aria-label=${t("office.viewer.strip")}>
        ${photos.map((photo) => html`
          <figure key=${photo.id}><img src=${photo.url} alt=${photoWords(photo)} /></figure>
        `)}
      </div>
      <p class="legend" aria-live="polite">
        <span class="numbers">${at + 1} / ${photos.length}</span> ${photos[at] && photoWords(photos[at])}
      </p>
      <button type="button" class="round close" onClick=${() => dialog.current?.close()}>
        <${Icon} name="x" /><span class="visually-hidden">${t("shared.close")}</span>
      </button>
      ${at > 0 && html`
        <button type="button" class="round before" onClick=${() => show(at - 1)}>
          <${Icon} name="chevron-left" /><span class="visually-hidden">${t("office.viewer.before")}</span>
        </button>
      `}
      ${at < photos.length - 1 && html`
        <button type="button" class="round after" onClick=${() => show(at + 1)}>
          <${Icon} name="chevron-right" /><span class="visually-hidden">${t("office.viewer.after")}</span>
        </button>
      `}
    </dialog>
  `;
}
