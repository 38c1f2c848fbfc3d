import { config } from "../../../shared/config.js";
import { html, useEffect, useRef } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { makeMap } from "../../../shared/map/basemap.js";

/**
 * Shapes before and after a change, on the map as it is; without `before` just what there is.
 *
 * @param {{ before?: any, after: any, label?: string }} props GeoJSON features in WGS-84, by `name`
 */
export default function OutlineMap({ before, after, label = t("office.areas.map") }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    /** @type {import("leaflet").Map | null} */
    let made = null;
    let gone = false;
    makeMap(/** @type {HTMLElement} */ (box.current), config.map).then(({ leaflet, map }) => {
      if (gone) {
        map.remove();
        return;
      }
      made = map;
      const token = (/** @type {string} */ name) => getComputedStyle(map.getContainer()).getPropertyValue(name).trim();
      const old = leaflet.geoJSON(before, { interactive: false, style: { color: token("--danger"), weight: 3, dashArray: "6 6", fill: false } });
      const fresh = leaflet.geoJSON(after, {
        style: { color: token("--primary"), weight: 2.5, fillColor: token("--primary"), fillOpacity: 0.14 },
        onEachFeature: ({ properties }, layer) => layer.bindTooltip(properties.name),
      });
      const both = leaflet.featureGroup([fresh, old]).addTo(map);
      if (both.getLayers().length && both.getBounds().isValid()) map.fitBounds(both.getBounds(), { padding: [24, 24], animate: false });
    });
    return () => {
      gone = true;
      made?.remove();
    };
  }, [before, after]);
  return html`
    <div class="map outline-map"><div class="fill" ref=${box} role="application" aria-label=${label} /></div>
    ${before && html`
      <ul class="outline-legend small">
        <li class="before">${t("office.areas.before")}</li>
        <li class="after">${t("office.areas.after")}</li>
      </ul>
    `}
  `;
}
