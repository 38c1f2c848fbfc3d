import { config } from "../../../shared/config.js";
import { html, useEffect, useRef } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { makeMap } from "../../../shared/map/basemap.js";

/**
 * @typedef {{ lat: number, lon: number }} Point WGS-84 degrees
 * @typedef {{ map: import("leaflet").Map, line: import("leaflet").Polyline,
 *   ends: import("leaflet").LayerGroup, dot: (point: Point) => import("leaflet").CircleMarker }} Shown
 */

/** @param {Shown} shown @param {Point[]} points */
function draw({ line, ends, dot }, points) {
  line.setLatLngs(points.map(({ lat, lon }) => ({ lat, lng: lon })));
  ends.clearLayers();
  points.forEach((point) => ends.addLayer(dot(point)));
}

/**
 * A line made by tapping the map, point after point.
 *
 * @param {{ line: Point[], onAdd: (point: Point) => void }} props
 */
export function LineMap({ line, onAdd }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const shown = useRef(/** @type {Shown | null} */ (null));
  const add = useRef(onAdd);
  add.current = onAdd;

  useEffect(() => {
    let gone = false;
    makeMap(/** @type {HTMLElement} */ (box.current), config.map).then(({ leaflet, map }) => {
      if (gone) {
        map.remove();
        return;
      }
      const color = getComputedStyle(map.getContainer()).getPropertyValue("--primary").trim();
      map.on("click", ({ latlng }) => add.current({ lat: latlng.lat, lon: latlng.lng }));
      shown.current = {
        map,
        line: leaflet.polyline([], { color, weight: 5 }).addTo(map),
        ends: leaflet.layerGroup().addTo(map),
        dot: ({ lat, lon }) => leaflet.circleMarker([lat, lon], { radius: 6, weight: 3, color, fillOpacity: 1, fillColor: "#fff" }),
      };
      draw(shown.current, line);
    });
    return () => {
      gone = true;
      shown.current?.map.remove();
    };
  }, []);

  useEffect(() => {
    if (shown.current) draw(shown.current, line);
  }, [line]);

  return html`<div class="map pin-map"><div class="fill" ref=${box} role="application" aria-label=${t("office.segments.map")} /></div>`;
}
