import { assets } from "../../shared/assets.js";
import { t } from "../../shared/i18n.js";
import { lookOf } from "../../shared/states.js";
import { progressWords } from "../../shared/ui/badge.js";

/** Shape and word of a point, so that colour is never the only signal. @param {string} icon */
const iconMarkup = (icon) => `<svg class="icon" aria-hidden="true"><use href="${assets.icons}#${icon}"></use></svg>`;

/** @param {{ state: string, tile: string | null }} properties */
const wordsOf = ({ state, tile }) => `${t(`tile.${tile ?? "T13"}`)} · ${progressWords({ state, others: true })}`;

/** @param {{ number: string, state: string, tile: string | null }} properties */
function popupOf({ number, state, tile }) {
  const link = document.createElement("a");
  link.href = `/c/${number}`;
  link.textContent = wordsOf({ state, tile });
  return link;
}

/**
 * One feature of the public map as a marker: a case, or how many stand close together.
 *
 * @param {import("../../shared/map/leaflet.js").Leaflet} leaflet
 * @param {import("leaflet").Map} map
 * @param {{ geometry: { coordinates: [number, number] }, properties: any }} feature
 */
export function drawPoint(leaflet, map, { geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  if (properties.cluster) {
    const icon = leaflet.divIcon({ className: "map-cluster", html: String(properties.count), iconSize: [44, 44] });
    const marker = leaflet.marker([lat, lon], { icon, alt: t("nearby.cluster", { n: properties.count }) });
    return marker.on("click", () => map.setView([lat, lon], map.getZoom() + 2));
  }
  const words = wordsOf(properties);
  const icon = leaflet.divIcon({
    className: `map-point ${properties.group}`, html: iconMarkup(lookOf(properties.state).icon), iconSize: [36, 36],
  });
  return leaflet.marker([lat, lon], { icon, alt: words, title: words }).bindPopup(popupOf(properties));
}

/**
 * Where the person is, and within which circle the phone is sure of it.
 *
 * @param {import("../../shared/map/leaflet.js").Leaflet} leaflet
 * @param {import("./page.js").Spot} spot
 */
export function drawHere(leaflet, { lat, lon, accuracy_m }) {
  const color = getComputedStyle(document.documentElement).getPropertyValue("--info").trim();
  const icon = leaflet.divIcon({ className: "map-here", iconSize: [18, 18] });
  const words = t("nearby.here");
  return leaflet.featureGroup([
    leaflet.circle([lat, lon], { radius: accuracy_m, color, weight: 1, fillOpacity: 0.12, interactive: false }),
    leaflet.marker([lat, lon], { icon, alt: words, title: words, keyboard: false }),
  ]);
}
