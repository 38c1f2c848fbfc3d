import { hasWords, t } from "../../shared/i18n.js";

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
 */
export function hintOf(action, name) {
  const key = `office.hint.${action}.${name}`;
  return hasWords(key) ? t(key) : "";
}
