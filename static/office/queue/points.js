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

/**
 * The cases of a queue as points.
 *
 * @param {string} queue
 * @param {unknown} stamp changes when the queue was fetched again
 */
export function usePoints(queue, stamp) {
  const [points, setPoints] = useState(/** @type {CasePoint[]} */ ([]));
  useEffect(() => {
    if (!queue) return undefined;
    const stop = new AbortController();
    get("/cases.geojson", { queue }, stop.signal).then(({ features }) => setPoints(features.map(pointOf)), () => {});
    return () => stop.abort();
  }, [queue, stamp]);
  return points;
}
