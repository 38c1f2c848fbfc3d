import { lazy } from "../lazy.js";

/** Pin one point on a map. */
export const LazyPinMap = lazy(() => import("./pin-map.js"), "map pin-map");
/** The cases of a queue on a map. */
export const LazyCaseMap = lazy(() => import("./case-map.js"), "map case-map");
