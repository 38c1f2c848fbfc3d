import { get } from "../api.js";
import { config } from "../config.js";
import { t } from "../i18n.js";
import { loadLeaflet } from "./leaflet.js";

/** @type {Promise<any> | null} */
let streets = null;

/** The street areas as GeoJSON, fetched once. */
function loadStreets() {
  streets ??= get("/areas.geojson", { level: "street" });
  streets.catch(() => {
    streets = null;
  });
  return streets;
}

/** @param {string} name of a custom property in tokens.css */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A Leaflet map in `box` on the built-in basemap: the areas themselves, no network but ours.
 *
 * @param {HTMLElement} box
 * @param {{ lat: number, lon: number, zoom?: number, still?: boolean }} view `still` maps cannot be moved
 * @returns {Promise<{ leaflet: import("./leaflet.js").Leaflet, map: import("leaflet").Map }>}
 */
export async function makeMap(box, { lat, lon, zoom = config.map.zoom, still = false }) {
  const leaflet = await loadLeaflet();
  const free = !still;
  const map = leaflet.map(box, {
    preferCanvas: true, zoomControl: free, dragging: free, touchZoom: free, doubleClickZoom: free,
    scrollWheelZoom: free, boxZoom: free, keyboard: free, minZoom: 9, maxZoom: 19, zoomAnimation: free,
  });
  map.setView([lat, lon], zoom);
  map.attributionControl.setPrefix(false);
  drawStreets(leaflet, map, await loadStreets());
  return { leaflet, map };
}

/**
 * @param {import("./leaflet.js").Leaflet} leaflet
 * @param {import("leaflet").Map} map
 * @param {any} collection
 */
function drawStreets(leaflet, map, collection) {
  map.createPane("base").style.zIndex = "250";
  map.createPane("labels").style.zIndex = "260";
  leaflet.geoJSON(collection, {
    pane: "base",
    interactive: false,
    attribution: t("map.attribution"),
    style: { color: token("--control-line"), weight: 1.2, fillColor: token("--card"), fillOpacity: 0.9 },
    onEachFeature: (feature, layer) => {
      layer.bindTooltip(feature.properties.name, {
        permanent: true, direction: "center", className: "map-label", pane: "labels", opacity: 1,
      });
    },
  }).addTo(map);
}
