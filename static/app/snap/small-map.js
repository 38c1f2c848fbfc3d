import { html, useEffect, useRef } from "../../shared/html.js";
import { pinAt } from "../map-pin.js";
import { openMap } from "../open-map.js";

const STREET_ZOOM = 15;

/**
 * A still map of one point; the words beside it say the same.
 *
 * @param {{ lat: number, lon: number }} props
 */
export function SmallMap({ lat, lon }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    let gone = false;
    /** @type {import("leaflet").Map | null} */
    let made = null;
    if (box.current) {
      openMap(box.current, { lat, lon, zoom: STREET_ZOOM, still: true }).then(
        ({ leaflet, map }) => {
          made = map;
          if (gone) map.remove();
          else pinAt(leaflet, map, { lat, lon });
        },
        () => {}, // the words suffice
      );
    }
    return () => {
      gone = true;
      made?.remove();
    };
  }, [lat, lon]);
  return html`<div class="map small" aria-hidden="true"><div class="fill" ref=${box} /></div>`;
}
