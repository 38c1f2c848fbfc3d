const EARTH_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/**
 * The distance between two WGS-84 points in metres, by the haversine formula on the mean sphere.
 *
 * @param {{ lat: number, lon: number }} a degrees
 * @param {{ lat: number, lon: number }} b degrees
 */
export function metresBetween(a, b) {
  const u = Math.sin(((b.lat - a.lat) * RADIANS) / 2) ** 2;
  const v = Math.sin(((b.lon - a.lon) * RADIANS) / 2) ** 2;
  const h = u + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * v;
  return 2 * EARTH_M * Math.asin(Math.sqrt(h));
}
