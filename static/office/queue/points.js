import { get } from "../../shared/api.js";
import { useEffect, useState } from "../../shared/html.js";

/**
 * A case on a map; WGS-84 degrees.
 *
 * @typedef {{ number: string, tile: string | null, state: string, due_at: string | null,
 *   lat: number, lon: number }} CasePoint
 */

/** @param {any} feature GeoJSON @returns {CasePoint} */
const pointOf = ({ geometry: { coordinates }, properties }) => ({
  ...properties, lat: coordinates[1], lon: coordinates[0],
});

/** What narrows the list and the map alike; the order is the list's own. */
const NARROWS = ["q", "tile", "area", "lat", "lon", "radius_m"];

/**
 * The cases of a queue as points, narrowed as the list beside the map is.
 *
 * @param {string} queue
 * @param {string} filters as the address has them
 * @param {unknown} stamp changes when the queue was fetched again
 */
export function usePoints(queue, filters, stamp) {
  const [points, setPoints] = useState(/** @type {CasePoint[]} */ ([]));
  useEffect(() => {
    if (!queue) return undefined;
    const stop = new AbortController();
    const kept = [...new URLSearchParams(filters)].filter(([name]) => NARROWS.includes(name));
    get("/cases.geojson", { queue, ...Object.fromEntries(kept) }, stop.signal).then(({ features }) => setPoints(features.map(pointOf)), () => {});
    return () => stop.abort();
  }, [queue, filters, stamp]);
  return points;
}
