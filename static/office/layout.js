import { signal } from "../shared/html.js";

/**
 * How much room there is: one column on a phone, list and case side by side from 48rem (a tablet
 * held upright), and a third column (map or form) from 75rem. In rem, so that enlarged text has its
 * way.
 *
 * @type {import("@preact/signals").Signal<1 | 2 | 3>}
 */
export const columns = signal(1);
/** Whether a list that stands alone has room for a table; else it is cards. */
export const tabular = signal(false);

const TWO = matchMedia("(min-width: 48rem)");
const TABLE = matchMedia("(min-width: 56rem)");
const THREE = matchMedia("(min-width: 75rem)");

function measure() {
  tabular.value = TABLE.matches;
  columns.value = THREE.matches ? 3 : TWO.matches ? 2 : 1;
}

for (const query of [TWO, TABLE, THREE]) query.addEventListener("change", measure);
measure();
