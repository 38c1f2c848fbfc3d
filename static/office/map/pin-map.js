import { config } from "../../shared/config.js";
import { html, useEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { makeMap } from "../../shared/map/basemap.js";

/** @typedef {{ lat: number, lon: number }} Point WGS-84 degrees */

const CLOSE_ZOOM = 16;

/**
 * Tap the map to set a point. Beside it stands always a way without the map.
 *
 * @param {{ point: Point | null, start: Point | null, onPick: (point: Point) => void }} props
 */
export default function PinMap({ point, start, onPick }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const shown = useRef(/** @type {{ map: import("leaflet").Map, pin: import("leaflet").CircleMarker } | null} */ (null));
  const pick = useRef(onPick);
  pick.current = onPick;

  useEffect(() => {
    let gone = false;
    const first = point ?? start;
    const view = first ? { ...first, zoom: CLOSE_ZOOM } : config.map;
    makeMap(/** @type {HTMLElement} */ (box.current), view).then(({ leaflet, map }) => {
      if (gone) {
        map.remove();
        return;
      }
      const color = getComputedStyle(map.getContainer()).getPropertyValue("--primary").trim();
      const pin = leaflet.circleMarker([view.lat, view.lon], { radius: 9, weight: 3, color, fillColor: color, fillOpacity: 0.35 });
      if (point) pin.addTo(map);
      map.on("click", ({ latlng }) => pick.current({ lat: latlng.lat, lon: latlng.lng }));
      shown.current = { map, pin };
    });
    return () => {
      gone = true;
      shown.current?.map.remove();
    };
  }, []);

  useEffect(() => {
    if (!shown.current || !point) return;
    const { map, pin } = shown.current;
    pin.setLatLng([point.lat, point.lon]).addTo(map);
    if (!map.getBounds().contains(pin.getLatLng())) map.setView(pin.getLatLng(), Math.max(map.getZoom(), CLOSE_ZOOM), { animate: false });
  }, [point?.lat, point?.lon]);

  return html`<div class="map pin-map"><div class="fill" ref=${box} role="application" aria-label=${t("office.place.map")} /></div>`;
}
