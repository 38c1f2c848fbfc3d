import { useEffect, useRef } from "./html.js";

/**
 * Answers may come in another order than they were asked for: only that to the newest question is
 * to be shown, and none once the component is gone.
 *
 * @returns {() => () => boolean} call it when asking; what it gives says whether that question is
 *   still the newest
 */
export function useNewest() {
  const last = useRef(0);
  useEffect(() => () => { last.current += 1; }, []);
  return () => {
    const mine = ++last.current;
    return () => mine === last.current;
  };
}
