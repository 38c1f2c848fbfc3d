import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Skeleton } from "../../shared/ui/parts.js";
import { streetAreas } from "../areas.js";
import { SimilarRow } from "../case/similar_row.js";
import { lookup } from "../lookups.js";

/**
 * @typedef {import("./types.js").ControlProps} ControlProps
 * @typedef {{ value: string | number, name: string, note?: string, mark?: string }} Option
 */

/** From so many options on, a search box stands above them. */
const SEARCH_FROM = 7;

/**
 * One of a list of things with names.
 *
 * @param {{ id: string, options: Option[] | null, value: any, onChange: (value: any) => void }} props
 */
function PickList({ id, options, value, onChange }) {
  const [needle, setNeedle] = useState("");
  if (!options) return html`<${Skeleton} rows=${3} height="2.5rem" />`;
  const wanted = needle.trim().toLowerCase();
  const shown = options.filter((option) => option.name.toLowerCase().includes(wanted));
  return html`
    ${options.length >= SEARCH_FROM && html`
      <div class="input-icon">
        <${Icon} name="search" />
        <input type="search" class="input" aria-label=${t("office.search_names")} placeholder=${t("office.search_names")}
          value=${needle} onInput=${(/** @type {any} */ event) => setNeedle(event.target.value)} />
      </div>
    `}
    <div class="picker">
      ${shown.map((option, at) => html`
        <label class=${`condition ${option.value === value ? "chosen" : ""}`} key=${option.value}>
          <input type="radio" id=${at ? undefined : id} name=${id} checked=${option.value === value}
            onChange=${() => onChange(option.value)} />
          <span class="grow">${option.name}${option.note && html` <span class="muted small">${option.note}</span>`}</span>
          ${option.mark && html`<span class="badge good">${option.mark}</span>`}
        </label>
      `)}
      ${shown.length === 0 && html`<p class="muted none">${t("office.nothing_found")}</p>`}
    </div>
  `;
}

/** An organisation that may lead this case, the one of the responsibility list first. @param {ControlProps} props */
export function OrganisationPicker({ id, value, onChange, subject }) {
  /** @type {{ code: string, name: string, kind: string, suggested: boolean }[] | null} */
  const found = lookup("/organisations", { for: "dispatch", case: subject?.number ?? null });
  const options = found && [...found]
    .sort((one, other) => Number(other.suggested) - Number(one.suggested))
    .map(({ code, name, kind, suggested }) => ({
      value: code, name, note: t(`kind.${kind}`), mark: suggested ? t("office.suggested") : "",
    }));
  return html`<${PickList} id=${id} options=${options} value=${value} onChange=${onChange} />`;
}

/** A person of the organisation that holds the case. @param {ControlProps} props */
export function PersonPicker({ id, value, onChange, subject }) {
  /** @type {{ id: number, name: string }[] | null} */
  const found = lookup("/people", { organisation: subject?.organisation?.code ?? null });
  const options = found && found.map((person) => ({ value: person.id, name: person.name }));
  return html`<${PickList} id=${id} options=${options} value=${value} onChange=${onChange} />`;
}

/** A street of the city. @param {ControlProps} props */
export function AreaPicker({ id, value, onChange, subject }) {
  const options = streetAreas()
    ?.filter(({ code }) => code !== subject?.street?.code)
    .map(({ code, name }) => ({ value: code, name })) ?? null;
  return html`<${PickList} id=${id} options=${options} value=${value} onChange=${onChange} />`;
}

/** Another case: one of those nearby that look alike, or any by its number. @param {ControlProps} props */
export function CasePicker({ id, value = "", onChange, invalid, describedBy, subject }) {
  const similar = subject?.similar ?? [];
  return html`
    ${similar.length > 0 && html`
      <div class="picker">
        ${similar.map((other) => html`
          <label class=${`condition with-photo ${other.number === value ? "chosen" : ""}`} key=${other.number}>
            <input type="radio" name=${`${id}-similar`} checked=${other.number === value} onChange=${() => onChange(other.number)} />
            <${SimilarRow} other=${other} />
          </label>
        `)}
      </div>
    `}
    <input id=${id} class="input numbers" value=${value} placeholder=${t("office.case_number")}
      aria-label=${t("office.case_number")} aria-invalid=${invalid} aria-describedby=${describedBy} autocapitalize="characters"
      onInput=${(/** @type {any} */ event) => onChange(event.target.value.trim().toUpperCase())} />
  `;
}
