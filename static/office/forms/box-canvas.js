import { html, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { clampBox, dragBox, keyBox, SMALLEST } from "./box-geometry.js";

/**
 * @typedef {import("./box-geometry.js").Box} Box
 * @typedef {import("./box-geometry.js").Grip} Grip
 */

/** @param {Box} box @param {number} at */
const nameOf = ({ kind }, at) =>
  kind ? t("office.boxes.one_of", { kind: t(`office.boxes.kind.${kind}`), n: at + 1 }) : t("office.boxes.one", { n: at + 1 });

/**
 * @param {{ box: Box, at: number, onChange: (box: Box) => void, onRemove: () => void,
 *   onGrab: (event: PointerEvent, grip: Grip) => void }} props
 */
function BoxShape({ box, at, onChange, onRemove, onGrab }) {
  const style = { left: `${box.x * 100}%`, top: `${box.y * 100}%`, width: `${box.w * 100}%`, height: `${box.h * 100}%` };
  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.key === "Delete" || event.key === "Backspace") onRemove();
    else {
      const moved = keyBox(box, event.key, event.shiftKey);
      if (!moved) return;
      onChange(moved);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return html`
    <div class=${`box ${box.kind ?? ""}`} style=${style} tabindex="0" role="group" aria-label=${nameOf(box, at)}
      onKeyDown=${onKeyDown} onPointerDown=${(/** @type {PointerEvent} */ event) => {
        /** @type {HTMLElement} */ (event.currentTarget).focus({ preventScroll: true });
        onGrab(event, "move");
      }}>
      <button type="button" class="drop" tabindex="-1" aria-label=${t("office.boxes.remove", { n: at + 1 })} onClick=${onRemove}
        onPointerDown=${(/** @type {Event} */ event) => event.stopPropagation()}><${Icon} name="x" /></button>
      <span class="corner" onPointerDown=${(/** @type {PointerEvent} */ event) => onGrab(event, "size")} />
    </div>
  `;
}

/**
 * A photo with rectangles that hide parts of it: drawn, moved and widened by finger or mouse; with
 * the keyboard arrows move, Shift and arrows widen, Delete removes.
 *
 * @param {{ photo: { url: string, role: string }, boxes: Box[], onChange: (boxes: Box[]) => void,
 *   see?: boolean }} props `see`: what is below a box can be seen
 */
export function BoxCanvas({ photo, boxes, onChange, see = false }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  /** The box under the finger, in shares of the picture. */
  const [drag, setDrag] = useState(/** @type {{ at: number, grip: Grip, from: Box, x: number, y: number } | null} */ (null));

  /** @param {number} at @returns {HTMLElement | undefined} */
  const shapeAt = (at) => /** @type {HTMLElement[]} */ ([...(frame.current?.querySelectorAll(".box") ?? [])])[at];
  /** @param {PointerEvent} event */
  const pointAt = (event) => {
    const { left, top, width, height } = /** @type {HTMLElement} */ (frame.current).getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  /** @param {number} at @param {Box} box */
  const put = (at, box) => onChange(boxes.map((one, index) => (index === at ? box : one)));
  /** The keyboard goes on from the next box. @param {number} at */
  const remove = (at) => {
    onChange(boxes.filter((_, index) => index !== at));
    (shapeAt(at + 1) ? shapeAt(at) : shapeAt(at - 1))?.focus();
  };

  /** @param {PointerEvent} event @param {number} at @param {Grip} grip @param {Box} from */
  const grab = (event, at, grip, from) => {
    event.stopPropagation();
    frame.current?.setPointerCapture(event.pointerId);
    setDrag({ at, grip, from, ...pointAt(event) });
  };
  /** @param {PointerEvent} event */
  const draw = (event) => {
    if (event.button !== 0) return;
    const start = { ...pointAt(event), w: 0, h: 0 };
    onChange([...boxes, start]);
    grab(event, boxes.length, "size", start);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (!drag) return;
    const here = pointAt(event);
    put(drag.at, dragBox(drag.from, drag.grip, here.x - drag.x, here.y - drag.y));
  };
  const drop = () => {
    if (!drag) return;
    const box = boxes[drag.at];
    if (box.w < SMALLEST || box.h < SMALLEST) remove(drag.at);
    else {
      put(drag.at, clampBox(box));
      shapeAt(drag.at)?.focus({ preventScroll: true });
    }
    setDrag(null);
  };

  return html`
    <div class=${`boxes ${see ? "see" : ""}`} ref=${frame} onPointerDown=${draw} onPointerMove=${move} onPointerUp=${drop} onPointerCancel=${drop}>
      <img src=${photo.url} alt=${t(`photo.${photo.role}`)} draggable=${false} />
      ${boxes.map((box, at) => html`
        <${BoxShape} key=${at} box=${box} at=${at} onChange=${(/** @type {Box} */ next) => put(at, next)}
          onRemove=${() => remove(at)}
          onGrab=${(/** @type {PointerEvent} */ event, /** @type {Grip} */ grip) => grab(event, at, grip, box)} />
      `)}
    </div>
  `;
}
