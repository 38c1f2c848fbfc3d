import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Note } from "../../shared/ui/parts.js";
import { pinAt } from "../map-pin.js";
import { openMap } from "../open-map.js";

const CLOSE_ZOOM = 16;

/**
 * A map with one pin: drag it, or tap where it belongs. It opens close to the ground unless `at`
 * says otherwise.
 *
 * @param {{ at: { lat: number, lon: number, zoom?: number }, onMove: (at: { lat: number, lon: number }) => void }} props
 */
export function PinMap({ at, onMove }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    /** @type {import("leaflet").Map | null} */
    let made = null;
    let gone = false;
    if (!box.current) return undefined;
    openMap(box.current, { zoom: CLOSE_ZOOM, ...at }).then(
      ({ leaflet, map }) => {
        made = map;
        if (gone) {
          map.remove();
          return;
        }
        const pin = pinAt(leaflet, map, at, { draggable: true, autoPan: true, keyboard: false });
        /** @param {import("leaflet").LatLng} spot */
        const report = ({ lat, lng }) => onMove({ lat, lon: lng });
        pin.on("dragend", () => report(pin.getLatLng()));
        map.on("click", ({ latlng }) => {
          pin.setLatLng(latlng);
          if (map.getZoom() < CLOSE_ZOOM) map.setView(latlng, CLOSE_ZOOM, { animate: false }); // to be exact with the next tap
          report(latlng);
        });
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      made?.remove();
    };
  }, []);
  if (failed) return html`<${Note} tone="warning" icon="wifi-off">${t("map.failed")}<//>`;
  return html`
    <div class="map tall"><div class="fill" ref=${box} role="application" aria-label=${t("place.map_label")} /></div>
    <p class="muted small">${t("place.map_hint")}</p>
  `;
}
