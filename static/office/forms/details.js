import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { lookup } from "../lookups.js";
import { Chip } from "./choice.js";

/**
 * @typedef {import("../types.js").Category} Category
 * @typedef {Record<string, string>} Answers
 */

/**
 * What the category that the form chooses asks besides, else the one that the case has.
 *
 * @param {import("./types.js").CaseView | null} subject
 * @param {import("./types.js").Values} values
 */
function askedOf(subject, values) {
  /** @type {Category[] | null} */
  const categories = lookup("/categories");
  const chosen = values.category ?? subject?.category?.code;
  return categories?.find(({ code }) => code === chosen)?.details ?? [];
}

/** Whether the category asks nothing besides. @type {NonNullable<import("./types.js").Kind["hides"]>} */
export const asksNothing = (subject, values) => askedOf(subject, values).length === 0;

/** What is known already. @param {import("./types.js").CaseView | null} subject @returns {Answers} */
export const knownOf = (subject) =>
  Object.fromEntries((subject?.details ?? []).flatMap(({ code, value }) => (value ? [[code, value]] : [])));

/** Answers that were given. @param {Answers} answers @returns {Answers} */
export const answered = (answers) =>
  Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer.trim()));

/**
 * What only some categories ask: one of a few, or a telephone number.
 *
 * @param {import("./types.js").ControlProps} props
 */
export function Details({ id, value, describedBy, onChange, subject, values }) {
  /** @param {string} code @param {string} answer */
  const answer = (code, answer) => onChange((/** @type {Answers} */ before) => ({ ...before, [code]: answer }));
  return html`
    <div class="stack">
      ${askedOf(subject, values).map(({ code, choices }, at) => choices.length > 0
        ? html`
          <div class="choices" role="group" aria-label=${t(`detail.${code}`)} key=${code}>
            ${choices.map((choice, nth) => html`
              <${Chip} key=${choice} type="radio" id=${at || nth ? undefined : id} group=${`${id}-${code}`} on=${value[code] === choice}
                words=${t(`detail.${code}.${choice}`)} onPick=${() => answer(code, choice)} />
            `)}
          </div>
        `
        : html`
          <label class="field" key=${code}>
            <span>${t(`detail.${code}`)}</span>
            <input class="input numbers" type="tel" inputmode="tel" autocomplete="off" maxlength="20" value=${value[code] ?? ""}
              id=${at ? undefined : id} aria-describedby=${describedBy}
              onInput=${(/** @type {any} */ event) => answer(code, event.target.value)} />
          </label>
        `)}
    </div>
  `;
}
