/**
 * Rectangles on a picture, in shares (0…1) of its width and height from the top left, and what
 * they hide (face, plate or other) where that is known.
 *
 * @typedef {{ x: number, y: number, w: number, h: number, kind?: string }} Box
 * @typedef {"move" | "size"} Grip
 */

/** A box thinner than this was a slip of the finger. */
export const SMALLEST = 0.01;
const STEP = 0.01;

/** Where a box added by the button starts. @type {Box} */
export const BLANK = { x: 0.4, y: 0.4, w: 0.2, h: 0.2 };

/** @param {number} value @param {number} least @param {number} most */
const between = (value, least, most) => Math.min(most, Math.max(least, value));

/** The part of a box that lies on the picture. @param {Box} box @returns {Box} */
export function clampBox(box) {
  const left = between(box.x, 0, 1);
  const top = between(box.y, 0, 1);
  return { ...box, x: left, y: top, w: between(box.x + box.w, 0, 1) - left, h: between(box.y + box.h, 0, 1) - top };
}

/** @param {Box} box @param {number} dx @param {number} dy @returns {Box} moved, wholly on the picture */
function moved(box, dx, dy) {
  return { ...box, x: between(box.x + dx, 0, 1 - box.w), y: between(box.y + dy, 0, 1 - box.h) };
}

/** @param {Box} box @param {number} dx @param {number} dy @returns {Box} its far corner moved; may turn over */
function sized(box, dx, dy) {
  const { x, y, w, h } = box;
  const [right, bottom] = [x + w + dx, y + h + dy];
  return clampBox({
    ...box,
    x: Math.min(x, right), y: Math.min(y, bottom), w: Math.abs(right - x), h: Math.abs(bottom - y),
  });
}

/**
 * @param {Box} from where the drag began
 * @param {Grip} grip
 * @param {number} dx @param {number} dy how far the pointer went
 */
export const dragBox = (from, grip, dx, dy) => (grip === "move" ? moved(from, dx, dy) : sized(from, dx, dy));

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/**
 * A box after an arrow key: moved, or with `resize` its far corner moved.
 *
 * @param {Box} box @param {string} key @param {boolean} resize
 * @returns {Box | null} `null` for other keys
 */
export function keyBox(box, key, resize) {
  const step = ARROWS[key];
  if (!step) return null;
  if (!resize) return moved(box, ...step);
  const next = { ...box, w: box.w + step[0], h: box.h + step[1] };
  return next.w < SMALLEST || next.h < SMALLEST ? box : clampBox(next);
}
