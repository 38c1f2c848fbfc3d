import { useEffect, useRef } from "../html.js";

const AGAIN_MS = 5000;

/**
 * Addresses of photos end within half an hour, and when a photo is covered or shown to all: who has
 * had a page open for longer gets new ones when a picture does not come.
 *
 * @param {() => unknown} renew fetches what names the photos
 */
export function useLapsedPhotos(renew) {
  const latest = useRef(renew);
  latest.current = renew;
  useEffect(() => {
    let last = 0;
    /** @param {ErrorEvent} event */
    const onError = ({ target }) => {
      if (!(target instanceof HTMLImageElement) || !new URL(target.src).pathname.startsWith("/photos/")) return;
      if (Date.now() - last < AGAIN_MS) return;
      last = Date.now();
      latest.current();
    };
    addEventListener("error", onError, true); // it does not bubble
    return () => removeEventListener("error", onError, true);
  }, []);
}
