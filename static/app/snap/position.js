import { signal } from "../../shared/html.js";

/** @typedef {{ lat: number, lon: number, accuracy_m: number }} Fix WGS-84 degrees */

const GOOD_ENOUGH_M = 15;
const LONGEST_MS = 30_000;

/** Above this the person is asked to look at the place. */
export const ROUGH_M = 50;

/** @typedef {"idle" | "asking" | "found" | "denied" | "failed"} Search */

/** How far the search for the position is. @type {import("@preact/signals").Signal<Search>} */
export const search = signal("idle");

/** A way to the position besides the browser's own. @type {{ ask: (() => Promise<Fix>) | null }} */
export const other = { ask: null };

/** @type {number | null} */
let watch = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function stop() {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = null;
  clearTimeout(timer);
}

/**
 * Ask the phone where it is, and take every better answer for half a minute.
 *
 * @param {(fix: Fix) => void} onFix
 */
export function locate(onFix) {
  stop();
  if (!navigator.geolocation) {
    search.value = "failed";
    return;
  }
  search.value = "asking";
  let best = Infinity;
  watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      search.value = "found";
      if (coords.accuracy >= best) return;
      best = coords.accuracy;
      onFix({ lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy) });
      if (best <= GOOD_ENOUGH_M) stop();
    },
    (error) => {
      if (best < Infinity) return;
      search.value = error.code === error.PERMISSION_DENIED ? "denied" : "failed";
      stop();
      other.ask?.().then((fix) => {
        search.value = "found";
        onFix(fix);
      }, () => {});
    },
    { enableHighAccuracy: true, timeout: LONGEST_MS, maximumAge: 0 },
  );
  timer = setTimeout(stop, LONGEST_MS);
}
