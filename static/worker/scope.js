/** The worker's own global scope, with its right type. */
export const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
