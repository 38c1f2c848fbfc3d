import { useEffect, useState } from "../shared/html.js";
import { useNewest } from "../shared/newest.js";
import { sentenceOf } from "../shared/problems.js";

/**
 * Load something for a screen, and again on demand.
 *
 * @template T
 * @param {() => Promise<T>} fetcher
 * @param {unknown[]} [reasons] load anew when one of them changes
 * @returns {{ data: T | null, fault: string, error: unknown, reload: () => Promise<void>,
 *   replace: (data: T) => void }}
 */
export function useLoaded(fetcher, reasons = []) {
  const [data, setData] = useState(/** @type {T | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const ask = useNewest();
  const reload = async () => {
    const isNewest = ask();
    setError(null);
    try {
      const loaded = await fetcher();
      if (isNewest()) setData(loaded);
    } catch (caught) {
      if (isNewest()) setError(caught);
    }
  };
  useEffect(() => {
    reload();
  }, reasons);
  /** @param {T} fresh */
  const replace = (fresh) => {
    ask();
    setData(fresh);
  };
  return { data, fault: error ? sentenceOf(error) : "", error, reload, replace };
}
