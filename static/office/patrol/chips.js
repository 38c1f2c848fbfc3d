import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Skeleton } from "../../shared/ui/parts.js";
import { FieldRow } from "../forms/field.js";
import { lookup } from "../lookups.js";
import { recentPicks } from "./recent.js";

/**
 * @typedef {import("../types.js").Category} Category
 * @typedef {import("./recent.js").Pick} Pick
 */

/**
 * The words of a pick; nothing for a condition that is not in the list any more.
 *
 * @param {Category[]} categories
 * @param {Pick} pick
 */
function wordsOf(categories, { category, condition }) {
  const found = categories.find(({ code }) => code === category);
  const chosen = found?.conditions.find(({ id }) => id === condition);
  if (!found || !chosen) return "";
  return found.conditions.length > 1 && chosen.text ? `${found.name} · ${chosen.text}` : found.name;
}

/**
 * What was found: one tap for what was used last, the whole list behind one more.
 *
 * @param {{ form: import("../forms/form.js").Form, field: import("../types.js").Field, id: string }} props
 */
export function CategoryChips({ form, field, id }) {
  const [recent] = useState(recentPicks);
  const [all, setAll] = useState(recent.length === 0);
  /** @type {Category[] | null} */
  const categories = lookup("/categories");
  const { category, condition } = form.values.value;
  useEffect(() => {
    if (condition) setAll(false);
  }, [condition]);
  if (!categories) return html`<${Skeleton} rows=${1} height="3rem" />`;
  if (all) return html`<${FieldRow} form=${form} field=${field} id=${id} />`;
  const picks = recent.some((one) => one.condition === condition) || !condition ? recent : [{ category, condition }, ...recent];
  const errors = form.errors.value[field.name] ?? [];
  return html`
    <div class=${`field ${errors.length ? "wrong" : ""}`} role="group" aria-labelledby=${`${id}-label`}>
      <p class="label" id=${`${id}-label`}>${t("office.patrol.what")}</p>
      <div class="choices">
        ${picks.map((pick, at) => {
          const words = wordsOf(categories, pick);
          return words && html`
            <button type="button" class="chip" key=${pick.condition} id=${at ? undefined : id}
              aria-pressed=${pick.condition === condition} onClick=${() => form.patch(pick)}>${words}</button>
          `;
        })}
        <button type="button" class="chip" onClick=${() => setAll(true)}><${Icon} name="search" />${t("office.patrol.all_categories")}</button>
      </div>
      ${errors.map((sentence) => html`<p class="error" key=${sentence}><${Icon} name="triangle-alert" />${sentence}</p>`)}
    </div>
  `;
}
