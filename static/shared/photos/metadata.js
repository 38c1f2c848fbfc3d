const TAKEN = 0x9003;
const OFFSET = 0x9011;
const MOMENT = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)\0*$/;
const FIRST_YEAR = 1995;
const LAST_YEAR = 2099;

/** @typedef {{ captured_at: string | null, lat: number | null, lon: number | null }} Metadata */

/**
 * What a photo's own metadata say of time and place (WGS-84); nothing when they cannot be read, or
 * when no camera can mean it: the server would refuse the report for it.
 *
 * @param {Blob} file
 * @returns {Promise<Metadata>}
 */
export async function readMetadata(file) {
  try {
    const { default: exifr } = await import("exifr/dist/mini.esm.mjs");
    // The small build of exifr knows tags by number only, and trips over `pick`.
    const found = await exifr.parse(file, { tiff: true, exif: true, gps: true });
    return { captured_at: momentOf(found?.[TAKEN], found?.[OFFSET]), ...placeOf(found?.latitude, found?.longitude) };
  } catch {
    return { captured_at: null, lat: null, lon: null };
  }
}

/**
 * Cameras write local time; whose offset is not said, took it where this phone is now.
 *
 * @param {unknown} written
 * @param {unknown} offset
 */
function momentOf(written, offset) {
  const [, year, month, day, time] = MOMENT.exec(String(written)) ?? [];
  const zone = /^[+-]\d\d:\d\d/.exec(String(offset))?.[0] ?? "";
  const moment = new Date(`${year}-${month}-${day}T${time}${zone}`);
  const isReal = moment.getFullYear() >= FIRST_YEAR && moment.getFullYear() <= LAST_YEAR;
  return isReal ? moment.toISOString() : null;
}

/**
 * Neither number when one is missing, off the globe, or both are exactly 0.
 *
 * @param {unknown} lat
 * @param {unknown} lon
 */
function placeOf(lat, lon) {
  const isReal = typeof lat === "number" && typeof lon === "number" && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return isReal && (lat || lon) ? { lat, lon } : { lat: null, lon: null };
}
