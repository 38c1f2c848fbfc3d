import { Problem } from "../api.js";

/**
 * What a form that is still open needs: keep what it says first, send it, and hear what became of
 * it.
 *
 * @typedef {{ answer?: any, error?: unknown }} Outcome
 * @typedef {{ status: string, fault: import("./types.js").Fault | null }} Kept
 */

/** A form waits no longer than this for a slow network: what it says is kept and goes by itself. */
const PATIENCE_MS = 15_000;

/** Kept on this device, to be sent when there is a network. */
export class KeptForLater extends Error {}

/**
 * @param {{ flush: () => Promise<unknown>, keptAs: (id: string) => Promise<Kept | undefined>,
 *   takeBack: (id: string) => Promise<unknown> }} means `flush` sends what waits; `keptAs` gives a
 *   record as it is now; `takeBack` is called for one that was refused
 */
export function makeCarrier({ flush, keptAs, takeBack }) {
  /** Records whose form is open, and what became of them. @type {Map<string, Outcome | null>} */
  const open = new Map();

  /**
   * Note what became of a record.
   *
   * @param {string} id
   * @param {Outcome} outcome
   * @returns {boolean} whether its form is open
   */
  const conclude = (id, outcome) => {
    const isOpen = open.has(id);
    if (isOpen) open.set(id, outcome);
    return isOpen;
  };

  /**
   * Keep a record, then send it.
   *
   * @param {string} id
   * @param {() => Promise<unknown>} keep
   * @returns {Promise<any>} what the city answers; `null` when another page has sent it
   * @throws {KeptForLater} when it waits for the network
   * @throws {Problem} when the city refuses: it is for the open form to mend then
   */
  const carry = async (id, keep) => {
    open.set(id, null);
    try {
      await keep();
      await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
      const outcome = open.get(id);
      if (outcome && !outcome.error) return outcome.answer;
      const kept = await keptAs(id);
      if (!kept) return null;
      if (kept.status === "waiting") throw new KeptForLater();
      await takeBack(id);
      const { code = "", status = 0, words = "" } = kept.fault ?? {};
      throw outcome?.error ?? new Problem(status, { code, detail: words });
    } finally {
      open.delete(id);
    }
  };
  return { carry, conclude };
}
