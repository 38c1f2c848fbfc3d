/** @typedef {import("./types.js").Config} Config */

/**
 * The settings of this city, embedded in the page by the server.
 *
 * @type {Config}
 */
export const config = JSON.parse(document.getElementById("config")?.textContent ?? "{}");
