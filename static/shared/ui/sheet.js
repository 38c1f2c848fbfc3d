import { html, useEffect, useId, useLayoutEffect, useRef } from "../html.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/** Another way to close a sheet: called with how, gives what to do once it is closed. @type {(close: () => void) => () => void} */
let alsoClosedBy = () => () => {};

/** Say what else closes sheets, such as the back key of a phone. @param {typeof alsoClosedBy} way */
export function closeSheetsAlsoBy(way) {
  alsoClosedBy = way;
}

const FOCUSABLE = "a[href], button:not([disabled]), input, select, textarea, [tabindex='0']";

/**
 * Keep Tab inside the sheet.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} box
 */
function keepFocusInside(event, box) {
  /** @type {HTMLElement[]} */
  const stops = Array.from(box.querySelectorAll(FOCUSABLE));
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (document.activeElement !== edge && document.activeElement !== box) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0])?.focus();
}

/**
 * A sheet over the page: takes the focus, gives it back, closes by Escape or the scrim.
 *
 * @param {{ title: string, onClose: () => void, footer?: any, children?: any }} props
 */
export function Sheet({ title, onClose, footer, children }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const heading = useId();
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => alsoClosedBy(() => close.current()), []);
  useLayoutEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    box.current?.focus();
    const overflow = document.body.style.overflow;
    document.body.style.overflow = "hidden";
    return () => {
      document.body.style.overflow = overflow;
      before?.focus();
    };
  }, []);

  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Tab" && box.current) {
      keepFocusInside(event, box.current);
    }
  };

  return html`
    <div class="scrim" onClick=${(/** @type {Event} */ event) => event.target === event.currentTarget && onClose()}>
      <section class="sheet" ref=${box} role="dialog" aria-modal="true" aria-labelledby=${heading}
        tabindex="-1" onKeyDown=${onKeyDown}>
        <header>
          <h2 id=${heading}>${title}</h2>
          <button type="button" class="button plain" onClick=${onClose}>
            <${Icon} name="x" />${t("shared.close")}
          </button>
        </header>
        <div class="body" tabindex=${footer ? undefined : 0}>${children}</div>
        ${footer && html`<footer>${footer}</footer>`}
      </section>
    </div>
  `;
}
