import { html, useEffect, useState } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { config } from "../../shared/config.js";
import { Icon } from "../../shared/ui/icon.js";
import { Skeleton } from "../../shared/ui/parts.js";
import { limitWords } from "../words.js";
import { categoriesFor, suggestions } from "./suggest.js";

/**
 * @typedef {import("../types.js").Category} Category
 * @typedef {import("../types.js").Condition} Condition
 */

/** @param {Category} category @param {string} needle lower case */
const matches = (category, needle) =>
  [category.name, category.code, ...category.conditions.map((condition) => condition.text)]
    .some((text) => text.toLowerCase().includes(needle));

/**
 * Categories under their tiles, the tile of the case first.
 *
 * @param {Category[]} categories
 * @param {string | null} tile
 */
function byTile(categories, tile) {
  const order = config.tiles.map(({ code }) => code);
  const codes = tile ? [tile, ...order.filter((code) => code !== tile)] : order;
  return codes
    .map((code) => ({ code, categories: categories.filter((one) => one.tile === code) }))
    .filter((group) => group.categories.length > 0);
}

/**
 * @param {{ category: Category, chosen: number | null, name: string, firstId?: string,
 *   onPick: (category: Category, condition: Condition) => void }} props
 */
const CategoryRows = ({ category, chosen, name, firstId, onPick }) => html`
  <div class="category">
    <p class="name">${category.name} <span class="muted small numbers">${category.code}</span></p>
    ${category.conditions.map((condition, at) => html`
      <label class=${`condition ${condition.id === chosen ? "chosen" : ""}`} key=${condition.id}>
        <input type="radio" id=${at ? undefined : firstId} name=${name} checked=${condition.id === chosen}
          onChange=${() => onPick(category, condition)} />
        <span class="grow">${condition.text || category.name}</span>
        <span class=${`limit numbers ${condition.urgent ? "urgent" : ""}`}>${limitWords(condition)}</span>
      </label>
    `)}
  </div>
`;

/**
 * Category and condition in one pick: what is seen, and how long it may take.
 *
 * @param {import("./types.js").ControlProps} props
 */
export function CategoryPicker({ id, field, values, patch, subject, action }) {
  const [needle, setNeedle] = useState("");
  const [all, setAll] = useState(false);
  const categories = categoriesFor(action);
  const tile = subject?.tile ?? null;
  const suggested = suggestions(action)?.of(tile) ?? null;
  /** @param {Category} category @param {Condition} condition */
  const pick = (category, condition) =>
    patch({ [field.name]: category.code, condition: condition.id });
  useEffect(() => {
    if (suggested && !values.condition) pick(suggested.category, suggested.condition);
  }, [categories]);
  if (!categories) return html`<${Skeleton} rows=${3} height="3rem" />`;
  const wanted = needle.trim().toLowerCase();
  const found = wanted ? categories.filter((one) => matches(one, wanted)) : categories;
  const first = suggested?.category.code;
  const groups = byTile([...found].sort((one, other) => Number(other.code === first) - Number(one.code === first)), tile);
  const shown = wanted || all || !tile ? groups : groups.filter((group) => group.code === tile);
  /** Enter takes the first that was found, the arrow walks into the list. @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    const list = /** @type {HTMLElement} */ (event.target).closest(".input-icon")?.nextElementSibling;
    if (event.key === "ArrowDown") list?.querySelector("input")?.focus();
    else if (event.key === "Enter" && wanted && !event.ctrlKey && !event.isComposing) {
      const [category] = shown[0]?.categories ?? [];
      const condition = category?.conditions.find(({ text }) => text.toLowerCase().includes(wanted)) ?? category?.conditions[0];
      if (category && condition) pick(category, condition);
      setNeedle("");
    } else return;
    event.preventDefault();
  };
  return html`
    <div class="input-icon">
      <${Icon} name="search" />
      <input type="search" class="input" aria-label=${t("office.category.search")} placeholder=${t("office.category.search")}
        value=${needle} onKeyDown=${onKeyDown} onInput=${(/** @type {any} */ event) => setNeedle(event.target.value)} />
    </div>
    <div class="picker" tabindex="-1">
      ${shown.map((group, at) => html`
        <section key=${group.code}>
          <h4>${hasWords(`tile.${group.code}`) ? t(`tile.${group.code}`) : group.code}</h4>
          ${group.categories.map((category, row) => html`
            <${CategoryRows} key=${category.code} category=${category} chosen=${values.condition ?? null}
              name=${`${id}-choice`} firstId=${at || row ? undefined : id} onPick=${pick} />
          `)}
        </section>
      `)}
      ${shown.length === 0 && html`<p class="muted none">${t("office.nothing_found")}</p>`}
    </div>
    ${!wanted && tile && html`
      <button type="button" class="button plain" aria-expanded=${all} onClick=${() => setAll(!all)}>
        <${Icon} name=${all ? "minus" : "plus"} />${t(all ? "office.category.own_tile" : "office.category.all")}
      </button>
    `}
  `;
}
