import { html, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { BLANK, clampBox, dragBox, keyBox, SMALLEST } from "./box_geometry.js";

/**
 * @typedef {import("./box_geometry.js").Box} Box
 * @typedef {import("./box_geometry.js").Grip} Grip
 */

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
    <div class="box" style=${style} tabindex="0" role="group" aria-label=${t("office.boxes.one", { n: at + 1 })}
      onKeyDown=${onKeyDown} onPointerDown=${(/** @type {PointerEvent} */ event) => onGrab(event, "move")}>
      <button type="button" class="drop" aria-label=${t("office.boxes.remove", { n: at + 1 })} onClick=${onRemove}
        onPointerDown=${(/** @type {Event} */ event) => event.stopPropagation()}><${Icon} name="x" /></button>
      <span class="corner" onPointerDown=${(/** @type {PointerEvent} */ event) => onGrab(event, "size")} />
    </div>
  `;
}

/**
 * Rectangles that hide parts of the chosen photo from the public: drawn by finger or mouse, or
 * added by the button and moved by the arrow keys.
 *
 * @param {import("./types.js").ControlProps} props
 */
export function Boxes({ value, onChange, values, subject }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  /** The box under the finger, in shares of the picture. */
  const [drag, setDrag] = useState(/** @type {{ at: number, grip: Grip, from: Box, x: number, y: number } | null} */ (null));
  const photo = subject?.photos.find(({ id }) => id === values.photo_id?.[0]);
  /** @type {Box[]} */
  const boxes = value ?? [];
  if (!photo) return html`<p class="muted">${t("office.boxes.photo_first")}</p>`;

  /** @param {PointerEvent} event */
  const pointAt = (event) => {
    const { left, top, width, height } = /** @type {HTMLElement} */ (frame.current).getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  /** @param {number} at @param {Box} box */
  const put = (at, box) => onChange(boxes.map((one, index) => (index === at ? box : one)));
  /** @param {number} at */
  const remove = (at) => onChange(boxes.filter((_, index) => index !== at));

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
    else put(drag.at, clampBox(box));
    setDrag(null);
  };

  return html`
    <p class="hint">${t("office.boxes.hint")}</p>
    <div class="boxes" ref=${frame} onPointerDown=${draw} onPointerMove=${move} onPointerUp=${drop} onPointerCancel=${drop}>
      <img src=${photo.url} alt=${t(`photo.${photo.role}`)} draggable=${false} />
      ${boxes.map((box, at) => html`
        <${BoxShape} key=${at} box=${box} at=${at} onChange=${(/** @type {Box} */ next) => put(at, next)}
          onRemove=${() => remove(at)}
          onGrab=${(/** @type {PointerEvent} */ event, /** @type {Grip} */ grip) => grab(event, at, grip, box)} />
      `)}
    </div>
    <button type="button" class="button quiet" onClick=${() => onChange([...boxes, BLANK])}>
      <${Icon} name="plus" />${t("office.boxes.add")}
    </button>
  `;
}
