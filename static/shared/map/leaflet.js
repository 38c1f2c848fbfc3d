import { assets } from "../assets.js";

/** @typedef {typeof import("leaflet")} Leaflet */

/** @type {Promise<Leaflet> | null} */
let loading = null;

/** @returns {Promise<void>} */
function loadStyle() {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = assets.mapStyle;
    link.onload = () => resolve();
    link.onerror = () => reject(new Error("map style"));
    document.head.append(link);
  });
}

/**
 * Leaflet forgets a frame that it has asked for when it draws before that frame, so cannot call it
 * off when the map goes: on a slow phone it then draws on a canvas that is gone.
 *
 * @param {Leaflet} leaflet @returns {Leaflet}
 */
function withLateFrames(leaflet) {
  const canvas = /** @type {any} */ (leaflet.Canvas);
  const { _redraw: redraw } = canvas.prototype;
  canvas.include({
    /** @this {any} */
    _redraw() {
      if (this._ctx) redraw.call(this);
    },
  });
  return leaflet;
}

/**
 * Leaflet with its style, fetched when the first map is wanted.
 *
 * @returns {Promise<Leaflet>}
 */
export function loadLeaflet() {
  loading ??= Promise.all([import("leaflet"), loadStyle()]).then(([leaflet]) => withLateFrames(leaflet.default ?? leaflet));
  loading.catch(() => {
    loading = null;
  });
  return loading;
}
