/**
 * @typedef {{ no: number, number: string, place: string, problem: string,
 *   before_url: string | null, after_url: string | null, organisation: string, person: string,
 *   due_at: string | null, state: string, late: boolean, recurrent: boolean, done_at: string | null,
 *   checker: string }} Line
 *
 * @typedef {{ id: string, state: "waiting" | "running" | "done" | "failed", done: number,
 *   total: number | null, asked_at: string, ended_at: string | null, fault: string | null,
 *   filter: Record<string, string> }} Export
 *
 * @typedef {Record<string, string>} Wanted the filter of a ledger, without what does not matter
 */

const FILTERS = ["area", "since", "until", "state", "category", "organisation", "place", "recurrent"];

/** The filter in the address of the page. @param {Record<string, string>} query @returns {Wanted} */
export const wantedOf = (query) =>
  Object.fromEntries(FILTERS.filter((name) => query[name]).map((name) => [name, query[name]]));

/** The address of a ledger. @param {Wanted} wanted */
export function ledgerHref(wanted) {
  const search = new URLSearchParams(wanted).toString();
  return `#/ledger${search && `?${search}`}`;
}
