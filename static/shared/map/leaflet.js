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
 * Leaflet with its style, fetched when the first map is wanted.
 *
 * @returns {Promise<Leaflet>}
 */
export function loadLeaflet() {
  loading ??= Promise.all([import("leaflet"), loadStyle()]).then(([leaflet]) => leaflet.default ?? leaflet);
  loading.catch(() => {
    loading = null;
  });
  return loading;
}
