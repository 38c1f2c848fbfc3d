import { forget, keysOf, recall, recallAll } from "./database.js";

/** Somebody may come back to a form for so long. */
const KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Take from this device what was begun and left: forms of residents that nobody went on with, and
 * photos that belong to nothing. What waits to be sent, or was refused, stays however old it is.
 */
export async function sweep() {
  const since = Date.now() - KEPT_MS;
  /** @type {any[]} */
  const all = await recallAll("orders");
  const left = all.filter(({ status, touched_at }) => status === "draft" && touched_at < since);
  for (const { id } of left) await forget(["orders", id]);
  const needed = all.filter((one) => !left.includes(one)).flatMap(({ photos }) => photos.map((/** @type {any} */ { id }) => id));
  for (const id of await keysOf("shots")) {
    if (needed.includes(id)) continue;
    const { at } = (await recall("shots", id)) ?? {};
    if (at < since) await forget(["shots", id]);
  }
}
