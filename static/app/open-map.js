/**
 * Make a map, with code that is fetched when the first one is wanted.
 *
 * @param {Parameters<typeof import("../shared/map/basemap.js").makeMap>} wanted
 */
export const openMap = async (...wanted) => (await import("../shared/map/basemap.js")).makeMap(...wanted);
