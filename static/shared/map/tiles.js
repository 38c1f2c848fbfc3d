import { convert, point } from "../datum.js";

/**
 * @typedef {import("./leaflet.js").Leaflet} Leaflet
 * @typedef {import("../types.js").Basemap} Basemap
 */

const ESCAPES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" });

/** Leaflet takes attributions for markup. @param {string} text */
export const plain = (text) => text.replace(/[&<>]/g, (char) => ESCAPES[char]);

/**
 * Web Mercator whose plane is in the datum of the tiles: everybody who uses the map speaks WGS-84,
 * and what is drawn lies where the tiles have it. Nothing is ever converted twice, because nothing
 * outside of here is converted at all.
 *
 * @param {Leaflet} leaflet
 * @param {Basemap["datum"]} datum
 * @returns {import("leaflet").CRS}
 */
export function planeIn(leaflet, datum) {
  const usual = leaflet.CRS.EPSG3857;
  if (datum === "wgs84") return usual;
  const mercator = leaflet.Projection.SphericalMercator;
  /** @param {{ lat: number, lng: number }} at @param {Basemap["datum"]} from @param {Basemap["datum"]} to */
  const moved = ({ lat, lng }, from, to) => {
    if (Math.abs(lat) > 90 || Math.abs(lng) > 180) return leaflet.latLng(lat, lng); // once around the world
    const there = convert(point(lat, lng, from), to);
    return leaflet.latLng(there.lat, there.lon);
  };
  const projection = {
    ...mercator,
    /** @param {import("leaflet").LatLng} at */
    project: (at) => mercator.project(moved(at, "wgs84", datum)),
    /** @param {import("leaflet").Point} on */
    unproject: (on) => moved(mercator.unproject(on), datum, "wgs84"),
  };
  return leaflet.extend({}, usual, { projection });
}

/**
 * Lay a provider's tiles under the map. Where they do not come, the boundaries are there still:
 * the class `tiled` says which of the two carries the names of places.
 *
 * @param {Leaflet} leaflet
 * @param {import("leaflet").Map} map
 * @param {Basemap} basemap
 */
export function layTiles(leaflet, map, { layers, subdomains, max_zoom, attribution }) {
  const { classList } = map.getContainer();
  classList.add("tiled");
  for (const [index, address] of layers.entries()) {
    leaflet
      .tileLayer(address, {
        subdomains, maxNativeZoom: max_zoom, maxZoom: map.getMaxZoom(), zIndex: index + 1,
        attribution: index === 0 ? plain(attribution) : "",
        referrerPolicy: "origin", // providers hold their keys to the site that may use them
      })
      .on("tileload", () => classList.add("tiled"))
      .on("tileerror", () => classList.remove("tiled"))
      .addTo(map);
  }
}
