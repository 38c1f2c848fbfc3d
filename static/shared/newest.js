import { useEffect, useMemo } from "./html.js";

/**
 * Answers may come in another order than they were asked for: only that to the newest question is
 * to be shown. What a write answers is newer than all that was asked before it.
 *
 * @returns {() => () => boolean} call it when asking; what it gives says whether that question is
 *   still the newest
 */
export function newest() {
  let last = 0;
  return () => {
    const mine = ++last;
    return () => mine === last;
  };
}

/** The same for a component; once it is gone no answer is the newest. */
export function useNewest() {
  const ask = useMemo(newest, []);
  useEffect(() => () => void ask(), []);
  return ask;
}
