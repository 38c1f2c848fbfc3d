import { post } from "../../../shared/api.js";
import { newId } from "../../../shared/ids.js";

/**
 * @typedef {import("../../types.js").CaseItem} CaseItem
 * @typedef {{ number: string, status: number, version?: number, code?: string, detail?: string }} Result
 */

/**
 * Do one action to many cases; each succeeds or is refused by itself. Sent again after a lost
 * answer, nothing happens twice: the keys stay with the intention.
 *
 * @param {string} action
 */
export function bulkIntention(action) {
  /** @type {Map<string, string>} */
  const keys = new Map();
  /** @param {CaseItem} item */
  const keyOf = ({ number, version }) => {
    const name = `${number}:${version}`;
    if (!keys.has(name)) keys.set(name, newId());
    return keys.get(name);
  };
  /**
   * @param {CaseItem[]} cases
   * @param {Record<string, unknown>} data for all of them
   * @param {(item: CaseItem) => Record<string, unknown>} own what only this case gets
   * @returns {Promise<Result[]>}
   */
  return async (cases, data, own) => {
    const items = cases.map((item) => ({
      number: item.number, version: item.version, key: keyOf(item), data: own(item),
    }));
    const answer = await post("/cases/bulk", { action, items, data });
    for (const { number, status } of answer.results) {
      if (status !== 200) for (const name of keys.keys()) if (name.startsWith(`${number}:`)) keys.delete(name);
    }
    return answer.results;
  };
}
