import { noteSeenWith } from "./api.js";
import { signal } from "./html.js";

/**
 * When the answers that are shown were seen, by their path in the API; only of those that the
 * service worker had kept.
 *
 * @type {import("@preact/signals").Signal<Record<string, string | null>>}
 */
export const seen = signal({});

noteSeenWith((path, at) => {
  if (at || seen.value[path]) seen.value = { ...seen.value, [path]: at };
});
