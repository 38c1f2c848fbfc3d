import { get } from "../api.js";
import { config } from "../config.js";
import { t } from "../i18n.js";
import { loadLeaflet } from "./leaflet.js";
import { layTiles, plain, planeIn } from "./tiles.js";

/** @typedef {"street" | "community"} Level */

const COMMUNITY_ZOOM = 15;

/** Areas as GeoJSON by level, each fetched once. @type {Map<Level, Promise<any>>} */
const areas = new Map();

/** @param {Level} level @returns {Promise<any>} */
function loadAreas(level) {
  const known = areas.get(level);
  if (known) return known;
  const loading = get("/areas.geojson", { level });
  areas.set(level, loading);
  loading.catch(() => areas.delete(level));
  return loading;
}

/** @param {string} name of a custom property in tokens.css */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A Leaflet map in `box`, in WGS-84. Under it lie the areas themselves, which need no network but
 * ours, and the tiles of the provider that this city has chosen, if any.
 *
 * @param {HTMLElement} box
 * @param {{ lat: number, lon: number, zoom?: number, still?: boolean }} view `still` maps cannot be moved
 * @returns {Promise<{ leaflet: import("./leaflet.js").Leaflet, map: import("leaflet").Map }>}
 */
export async function makeMap(box, { lat, lon, zoom = config.map.zoom, still = false }) {
  const [leaflet, streets] = await Promise.all([loadLeaflet(), loadAreas("street")]);
  const { basemap } = config.map;
  const free = !still;
  const map = leaflet.map(box, {
    preferCanvas: true, zoomControl: false, dragging: free, touchZoom: free, doubleClickZoom: free,
    scrollWheelZoom: free, boxZoom: free, keyboard: free, minZoom: 9, maxZoom: 19, zoomAnimation: free,
    crs: planeIn(leaflet, basemap?.datum ?? "wgs84"),
  });
  // Leaflet ends a zoom on its own timer, also on a map that is gone by then.
  map.on("unload", () => Object.assign(map, { _animatingZoom: false }));
  map.setView([lat, lon], zoom);
  map.attributionControl.setPrefix(false);
  if (free) leaflet.control.zoom({ zoomInTitle: t("map.zoom_in"), zoomOutTitle: t("map.zoom_out") }).addTo(map);
  map.createPane("base").style.zIndex = basemap ? "150" : "250"; // tiles lie at 200
  map.createPane("labels").style.zIndex = "260"; // above the canvas, which fills the pane below
  drawAreas(leaflet, streets, "street").addTo(map);
  if (basemap) layTiles(leaflet, map, basemap);
  drawCommunitiesWhenClose(leaflet, map);
  return { leaflet, map };
}

/**
 * @param {import("./leaflet.js").Leaflet} leaflet
 * @param {any} collection
 * @param {Level} level
 */
function drawAreas(leaflet, collection, level) {
  const street = level === "street";
  /** What was said of the boundaries when they were imported. @type {string[]} */
  const sources = collection.features.map((/** @type {any} */ { properties }) => properties.label);
  return leaflet.geoJSON(collection, {
    pane: "base",
    interactive: false,
    attribution: plain([...new Set(sources), config.footer.map_number].filter(Boolean).join(" ")),
    style: {
      color: token("--control-line"), weight: street ? 1.6 : 1, dashArray: street ? undefined : "3 4",
      fill: street, fillColor: token("--card"), fillOpacity: 0.9,
    },
    onEachFeature: (feature, layer) => {
      layer.bindTooltip(feature.properties.name, {
        permanent: true, direction: "center", className: `map-label ${level}`, pane: "labels", opacity: 1,
      });
    },
  });
}

/**
 * Names that would lie on another are hidden until there is room: a city has hundreds of streets.
 *
 * @param {import("leaflet").Map} map
 */
function leaveRoom(map) {
  /** @type {DOMRect[]} */
  const taken = [];
  const names = [...map.getPane("labels")?.children ?? []].map((name) => ({ name, box: name.getBoundingClientRect() }));
  for (const { name, box } of names) {
    const hidden = taken.some((other) =>
      box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
    name.classList.toggle("crowded", hidden);
    if (!hidden && box.width) taken.push(box);
  }
}

/**
 * Communities give bearings near the ground, and would only crowd a wider view.
 *
 * @param {import("./leaflet.js").Leaflet} leaflet
 * @param {import("leaflet").Map} map
 */
function drawCommunitiesWhenClose(leaflet, map) {
  /** @type {import("leaflet").GeoJSON | null} */
  let layer = null;
  let gone = false;
  const update = async () => {
    const close = map.getZoom() >= COMMUNITY_ZOOM;
    map.getContainer().classList.toggle("close", close);
    if (close && !layer) {
      const collection = await loadAreas("community").catch(() => null);
      if (collection && !gone) layer ??= drawAreas(leaflet, collection, "community");
    }
    if (gone) return;
    if (map.getZoom() >= COMMUNITY_ZOOM) layer?.addTo(map);
    else layer?.remove();
    leaveRoom(map);
  };
  map.on("unload", () => {
    gone = true;
  });
  map.on("zoomend", update);
  update();
}
