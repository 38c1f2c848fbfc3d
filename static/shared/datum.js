/**
 * Coordinate systems in use in China. WGS-84 is what devices give and what the server speaks;
 * GCJ-02 is what the maps of 高德 and 腾讯 show; BD-09 is 百度's. The twin of
 * `server/geography/datum.py`, where the sources of the formulas are named; one set of vectors
 * holds both.
 *
 * @typedef {"wgs84" | "gcj02" | "bd09"} Datum
 * @typedef {{ readonly lat: number, readonly lon: number, readonly datum: Datum }} Point
 *   Degrees north and east, and the datum they are in.
 * @typedef {(lat: number, lon: number) => [north: number, east: number]} Shift
 */

const KRASOVSKY_A = 6378245.0;
const KRASOVSKY_E2 = 0.00669342162296594323;
const BD_TURN = (Math.PI * 3000.0) / 180.0;
const LONGEST_SHIFT_DEG = 0.03;
const SETTLED_DEG = 1e-10;
const ROUNDING_DEG = 1e-9;
const MAX_STEPS = 20;

const { PI, abs, atan2, cos, hypot, sin, sqrt } = Math;

/**
 * A position that knows its datum.
 *
 * @param {number} lat @param {number} lon @param {Datum} [datum]
 * @returns {Point}
 * @throws {RangeError} for numbers that are not on the globe
 */
export function point(lat, lon, datum = "wgs84") {
  if (!(abs(lat) <= 90 && abs(lon) <= 180)) throw new RangeError(`not on the globe: ${lat}, ${lon}`);
  return Object.freeze({ lat, lon, datum });
}

/**
 * The same position in `datum`; itself when it already is. Positions outside `inChina` are the
 * same in every datum.
 *
 * @param {Point} from @param {Datum} datum
 * @returns {Point}
 */
export function convert(from, datum) {
  if (from.datum === datum) return from;
  let [lat, lon] = unshifted(from.lat, from.lon, SHIFTS[from.datum]);
  if (inChina(lat, lon, ROUNDING_DEG)) {
    for (const shift of SHIFTS[datum]) [lat, lon] = shifted(lat, lon, shift);
  }
  return point(lat, lon, datum);
}

/**
 * Whether WGS-84 degrees are in the rectangle of the public formulas, `margin` wider.
 *
 * @param {number} lat @param {number} lon @param {number} [margin]
 */
export function inChina(lat, lon, margin = 0) {
  return (
    lat >= 0.8293 - margin &&
    lat <= 55.8271 + margin &&
    lon >= 72.004 - margin &&
    lon <= 137.8347 + margin
  );
}

/** @type {Shift} GCJ-02 minus WGS-84 at a WGS-84 position, in degrees. */
function gcjShift(lat, lon) {
  const x = lon - 105.0;
  const y = lat - 35.0;
  const root = sqrt(abs(x));
  const wave = 20 * sin(6 * x * PI) + 20 * sin(2 * x * PI);
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
  north += ((wave + 20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3;
  north += ((160 * sin((y / 12) * PI) + 320 * sin((y / 30) * PI)) * 2) / 3;
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
  east += ((wave + 20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3;
  east += ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const phi = (lat * PI) / 180;
  const magic = 1 - KRASOVSKY_E2 * sin(phi) ** 2;
  const meridian = (KRASOVSKY_A * (1 - KRASOVSKY_E2)) / (magic * sqrt(magic));
  const parallel = (KRASOVSKY_A / sqrt(magic)) * cos(phi);
  return [(north * 180) / (meridian * PI), (east * 180) / (parallel * PI)];
}

/** @type {Shift} BD-09 minus GCJ-02 at a GCJ-02 position, in degrees. */
function bdShift(lat, lon) {
  const radius = hypot(lon, lat) + 0.00002 * sin(lat * BD_TURN);
  const angle = atan2(lat, lon) + 0.000003 * cos(lon * BD_TURN);
  return [radius * sin(angle) + 0.006 - lat, radius * cos(angle) + 0.0065 - lon];
}

/** @type {Record<Datum, Shift[]>} */
const SHIFTS = { wgs84: [], gcj02: [gcjShift], bd09: [gcjShift, bdShift] };

/**
 * @param {number} lat @param {number} lon @param {Shift} shift
 * @returns {[number, number]}
 */
function shifted(lat, lon, shift) {
  const [north, east] = shift(lat, lon);
  return [lat + north, lon + east];
}

/**
 * Where in China `shifts` start to end at `lat, lon`; unchanged when nowhere in China.
 *
 * @param {number} lat @param {number} lon @param {Shift[]} shifts
 * @returns {[number, number]}
 */
function unshifted(lat, lon, shifts) {
  if (!inChina(lat, lon, LONGEST_SHIFT_DEG)) return [lat, lon];
  /** @type {[number, number]} */
  let found = [lat, lon];
  for (const shift of [...shifts].reverse()) found = before(shift, ...found);
  return inChina(...found, ROUNDING_DEG) ? found : [lat, lon];
}

/**
 * Fixed-point steps, until one moves by less than a hundredth of a millimetre.
 *
 * @param {Shift} shift @param {number} lat @param {number} lon
 * @returns {[number, number]}
 */
function before(shift, lat, lon) {
  /** @type {[number, number]} */
  let found = [lat, lon];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const [north, east] = shift(...found);
    const last = found;
    found = [lat - north, lon - east];
    if (Math.max(abs(found[0] - last[0]), abs(found[1] - last[1])) < SETTLED_DEG) break;
  }
  return found;
}
