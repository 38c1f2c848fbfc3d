/**
 * Addresses of built files that a page may ask for later, embedded by the server.
 *
 * @type {{ icons: string, mapStyle: string, words: Record<string, string>,
 *   later?: Record<string, string> }}
 */
export const assets = JSON.parse(
  document.getElementById("assets")?.textContent ?? '{"icons":"","mapStyle":"","words":{}}',
);
