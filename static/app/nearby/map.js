import { get } from "../../shared/api.js";
import { config } from "../../shared/config.js";
import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { useNewest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";
import { Failure } from "../../shared/ui/parts.js";
import { openMap } from "../open-map.js";
import { queryOf } from "./page.js";
import { drawHere, drawPoint } from "./points.js";

/**
 * @typedef {import("./page.js").Filter} Filter
 * @typedef {{ map: import("leaflet").Map, leaflet: import("../../shared/map/leaflet.js").Leaflet,
 *   layer: import("leaflet").LayerGroup, here: import("leaflet").LayerGroup }} Drawn
 */

const CLOSE_ZOOM = 15;

/** @param {import("leaflet").LatLngBounds} bounds */
const bboxOf = (bounds) =>
  [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(5)).join(",");

/** What the map shows of the public cases. @param {Drawn} drawn @param {Filter} filter @returns {Promise<any[]>} */
const load = async ({ map }, filter) =>
  (await get("/public/map", { bbox: bboxOf(map.getBounds().pad(0.1)), zoom: map.getZoom(), ...queryOf(filter) })).features;

/** @param {Drawn} drawn @param {any[]} features @returns {number} how many cases are shown */
function draw({ map, leaflet, layer }, features) {
  layer.clearLayers();
  for (const feature of features) drawPoint(leaflet, map, feature).addTo(layer);
  return features.reduce((/** @type {number} */ sum, /** @type {any} */ { properties }) => sum + (properties.count ?? 1), 0);
}

/** Public cases on the built-in basemap. @param {{ filter: Filter }} props */
export function CaseMap({ filter }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const drawn = useRef(/** @type {Drawn | null} */ (null));
  const latest = useRef(filter);
  latest.current = filter;
  const [fault, setFault] = useState("");
  const [count, setCount] = useState(/** @type {number | null} */ (null));

  const ask = useNewest();
  const show = async () => {
    const isNewest = ask();
    const on = drawn.current;
    if (!on) return;
    try {
      const features = await load(on, latest.current);
      if (isNewest()) setCount(draw(on, features));
    } catch (error) {
      if (isNewest()) setFault(sentenceOf(error));
    }
  };
  const showHere = () => {
    const { spot } = latest.current;
    drawn.current?.here.clearLayers();
    if (!drawn.current || !spot) return;
    drawHere(drawn.current.leaflet, spot).addTo(drawn.current.here);
    drawn.current.map.setView([spot.lat, spot.lon], CLOSE_ZOOM);
  };
  useEffect(() => {
    let gone = false;
    if (!box.current) return undefined;
    openMap(box.current, config.map).then(
      ({ leaflet, map }) => {
        if (gone) {
          map.remove();
          return;
        }
        drawn.current = { map, leaflet, layer: leaflet.layerGroup().addTo(map), here: leaflet.layerGroup().addTo(map) };
        showHere();
        map.on("moveend", show);
        show();
      },
      (error) => setFault(sentenceOf(error)),
    );
    return () => {
      gone = true;
      drawn.current?.map.remove();
      drawn.current = null;
    };
  }, []);
  useEffect(() => void show(), [filter.tile, filter.group, filter.days]);
  useEffect(showHere, [filter.spot]);

  return html`
    ${fault && html`<${Failure} words=${fault} onRetry=${() => { setFault(""); show(); }} />`}
    <div class="map full"><div class="fill" ref=${box} role="application" aria-label=${t("nearby.map_label")} /></div>
    <p class="muted small" role="status">${count === null ? "" : t("nearby.on_map", { n: count })}</p>
  `;
}
