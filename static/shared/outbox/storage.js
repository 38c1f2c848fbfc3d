import { signal } from "../html.js";
import { watchStorage } from "./database.js";

/**
 * Whether this browser keeps what it is given; what it does not stays in memory.
 *
 * @type {import("@preact/signals").Signal<import("./database.js").Storage>}
 */
export const storage = signal("kept");

watchStorage((now) => {
  storage.value = now;
});
