import { assets } from "../shared/assets.js";

/**
 * Put the pin of the chosen place on a map.
 *
 * @param {import("../shared/map/leaflet.js").Leaflet} leaflet
 * @param {import("leaflet").Map} map
 * @param {{ lat: number, lon: number }} at
 * @param {import("leaflet").MarkerOptions} [options]
 */
export function pinAt(leaflet, map, { lat, lon }, options = { interactive: false, keyboard: false }) {
  const icon = leaflet.divIcon({
    className: "map-pin",
    html: `<svg class="icon" aria-hidden="true"><use href="${assets.icons}#map-pin"></use></svg>`,
    iconSize: [40, 40],
    iconAnchor: [20, 38],
  });
  return leaflet.marker([lat, lon], { icon, ...options }).addTo(map);
}
