/** @typedef {import("../types.js").CaseView} CaseView */

/** Actions about an organisation that a whistle has called, and how far its call must be. @type {Record<string, string[]>} */
const ABOUT_CALLS = {
  whistle_confirm: ["measured"],
  whistle_dispute: ["measured"],
  whistle_excuse: ["open", "acknowledged", "reported_in", "measured", "disputed"],
};

/** The calls an action may be about; `null` for an action about other organisations. @param {CaseView} view @param {string} action */
export const callsFor = ({ records }, action) =>
  ABOUT_CALLS[action]
    ? records.filter(({ kind, alive, status }) => kind === "whistle_call" && alive && ABOUT_CALLS[action].includes(status))
    : null;

/** Whom the organisation that returns the case proposes instead. @param {CaseView} view @param {string} action */
export const proposedFor = ({ records }, action) =>
  ["approve_return", "settle"].includes(action)
    ? (records.find(({ kind, alive }) => kind === "return" && alive)?.proposed ?? null)
    : null;

/** The organisation that a form names before anybody chose. @param {CaseView} view @param {string} action */
export function officeAtFirst(view, action) {
  const calls = callsFor(view, action);
  if (calls) return calls.length === 1 ? (calls[0].organisation?.code ?? null) : null;
  return action === "dispatch" ? (view.suggested_organisation?.code ?? null) : proposedFor(view, action);
}
