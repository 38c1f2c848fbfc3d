import { hasWords, t } from "../../shared/i18n.js";
import { limitWords } from "../words.js";

/**
 * What a field is called: the action's own word for it, else the common one.
 *
 * @param {string} action
 * @param {string} name
 */
export function labelOf(action, name) {
  const own = `office.field.${action}.${name}`;
  return t(hasWords(own) ? own : `office.field.${name}`);
}

/**
 * A sentence below the label, where the action has one.
 *
 * @param {string} action
 * @param {string} name
 * @param {import("./types.js").CaseView | null} subject
 */
export function hintOf(action, name, subject) {
  const key = `office.hint.${action}.${name}`;
  const limit = subject?.condition ? limitWords(subject.condition) : "";
  return hasWords(key) ? t(key, { limit }) : "";
}
