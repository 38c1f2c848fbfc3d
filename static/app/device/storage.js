import { signal } from "../../shared/html.js";
import { watchStorage } from "../../shared/outbox/database.js";

/**
 * Whether this browser keeps what it is given; what it does not stays in memory.
 *
 * @type {import("@preact/signals").Signal<import("../../shared/outbox/database.js").Storage>}
 */
export const storage = signal("kept");

watchStorage((now) => {
  storage.value = now;
});
