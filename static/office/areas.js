import { lookup } from "./lookups.js";

/** @typedef {{ code: string, name: string }} Named */

/** The streets of the city: those the basemap is drawn from. @returns {Named[] | null} */
export function streetAreas() {
  /** @type {{ properties: Named }[] | null} */
  const features = lookup("/areas.geojson", { level: "street" }, "features");
  return features && features.map(({ properties: { code, name } }) => ({ code, name }));
}

/** The communities of a street. @param {string} street @returns {Named[] | null} */
export const communitiesOf = (street) => lookup("/areas", { parent: street }, "areas");
