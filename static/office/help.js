import { signal } from "../shared/html.js";

/** Whether the sheet of keys is open. */
export const help = signal(false);
