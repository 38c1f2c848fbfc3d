/**
 * Where the phone is, asked for when the camera opens: pickers strip the place from photos.
 *
 * @typedef {{ lat: number, lon: number, accuracy_m: number }} Position WGS-84 degrees and metres
 */

const WAIT_MS = 8_000;
const FRESH_MS = 30_000;

/** @type {Promise<Position | null>} */
let asked = Promise.resolve(null);

/** Begin to ask; a refusal is remembered as "not known". @returns {Promise<Position | null>} */
export function askPosition() {
  asked = new Promise((resolve) => {
    if (!navigator.geolocation) {
      resolve(null);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: FRESH_MS },
    );
  });
  return asked;
}

/** The answer to the latest question. */
export const lastPosition = () => asked;
