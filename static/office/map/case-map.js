import { config } from "../../shared/config.js";
import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { makeMap } from "../../shared/map/basemap.js";
import { standingOf } from "../time.js";
import { tileWords } from "../words.js";

/**
 * @typedef {import("leaflet").Map} Map
 * @typedef {import("leaflet").CircleMarker} Marker
 * @typedef {{ leaflet: typeof import("leaflet"), map: Map, layer: import("leaflet").LayerGroup }} Shown
 * @typedef {import("../queue/points.js").CasePoint} CasePoint
 */

const CLOSE_ZOOM = 14;

/** Size as well as colour says how urgent a case is. @type {Record<string, { radius: number, token: string }>} */
const LOOKS = {
  danger: { radius: 9, token: "--danger" },
  warning: { radius: 8, token: "--warning" },
  good: { radius: 6, token: "--primary" },
  neutral: { radius: 6, token: "--muted" },
};

/** @param {Map} map @param {string} name of a custom property */
const token = (map, name) => getComputedStyle(map.getContainer()).getPropertyValue(name).trim();

/**
 * Put the cases on the map, the chosen one ringed.
 *
 * @param {Shown} shown
 * @param {CasePoint[]} points
 * @param {string} chosen
 * @param {(number: string) => void} onOpen
 */
function draw({ leaflet, map, layer }, points, chosen, onOpen) {
  layer.clearLayers();
  for (const point of points) {
    const { tone, words } = standingOf({ due_at: point.due_at, paused: false }, null, Date.now());
    const look = LOOKS[tone];
    const isChosen = point.number === chosen;
    leaflet
      .circleMarker([point.lat, point.lon], {
        radius: isChosen ? look.radius + 5 : look.radius,
        color: token(map, isChosen ? "--ink" : "--card"),
        weight: isChosen ? 3 : 1.5,
        fillColor: token(map, look.token),
        fillOpacity: 1,
      })
      .bindTooltip(`${tileWords(point.tile)} · ${t(`state.${point.state}`)} · ${words}`)
      .on("click", () => onOpen(point.number))
      .addTo(layer);
  }
}

/** What size and colour of a point say. */
const Legend = () => html`
  <ul class="map-legend small">
    <li class="danger">${t("office.legend.late")}</li>
    <li class="warning">${t("office.legend.soon")}</li>
    <li class="good">${t("office.legend.calm")}</li>
  </ul>
`;

/**
 * Cases on the built-in basemap; the list beside it holds the same.
 *
 * @param {{ points: CasePoint[], chosen?: string, focus?: { lat: number, lon: number } | null,
 *   onOpen?: (number: string) => void, still?: boolean }} props `still`: only to look at
 */
export default function CaseMap({ points, chosen = "", focus = null, onOpen = () => {}, still = false }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const fitted = useRef(false);
  const [shown, setShown] = useState(/** @type {Shown | null} */ (null));

  useEffect(() => {
    /** @type {Map | null} */
    let made = null;
    let gone = false;
    const element = /** @type {HTMLElement} */ (box.current);
    const resize = new ResizeObserver(() => made?.invalidateSize());
    makeMap(element, { ...config.map, still }).then(({ leaflet, map }) => {
      if (gone) {
        map.remove();
        return;
      }
      made = map;
      resize.observe(element);
      setShown({ leaflet, map, layer: leaflet.layerGroup().addTo(map) });
    });
    return () => {
      gone = true;
      resize.disconnect();
      made?.remove();
    };
  }, []);

  useEffect(() => {
    if (shown) draw(shown, points, chosen, onOpen);
  }, [shown, points, chosen]);

  useEffect(() => {
    if (!shown || focus || fitted.current || points.length === 0) return;
    fitted.current = true;
    shown.map.fitBounds(points.map(({ lat, lon }) => [lat, lon]), { padding: [32, 32], maxZoom: CLOSE_ZOOM, animate: false });
  }, [shown, points]);

  useEffect(() => {
    if (!shown || !focus) return;
    shown.map.setView([focus.lat, focus.lon], Math.max(shown.map.getZoom(), CLOSE_ZOOM), { animate: false });
  }, [shown, focus?.lat, focus?.lon]);

  return html`
    <div class="map case-map"><div class="fill" ref=${box} role="application" aria-label=${t("office.map.label")} /></div>
    ${!still && html`<${Legend} />`}
  `;
}
