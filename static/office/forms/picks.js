import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { me } from "../../shared/session.js";
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

/** The kinds of offices that can be called to help. */
const GOVERNMENT = ["street", "community", "department", "taskforce"];

/**
 * One of a list of things with names, or with `many` any number of them.
 *
 * @param {{ id: string, options: Option[] | null, value: any, onChange: (value: any) => void, many?: boolean }} props
 */
function PickList({ id, options, value, onChange, many }) {
  const [needle, setNeedle] = useState("");
  if (!options) return html`<${Skeleton} rows=${3} height="2.5rem" />`;
  const wanted = needle.trim().toLowerCase();
  const shown = options.filter((option) => option.name.toLowerCase().includes(wanted));
  /** @param {Option} option */
  const isOn = (option) => (many ? value.includes(option.value) : option.value === value);
  /** @param {Option} option */
  const pick = (option) => {
    if (!many) onChange(option.value);
    else onChange(isOn(option) ? value.filter((/** @type {any} */ one) => one !== option.value) : [...value, option.value]);
  };
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
        <label class=${`condition ${isOn(option) ? "chosen" : ""}`} key=${option.value}>
          <input type=${many ? "checkbox" : "radio"} id=${at ? undefined : id} name=${id} checked=${isOn(option)} onChange=${() => pick(option)} />
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

/** Government offices, any number of them, one's own aside. @param {ControlProps} props */
export function OrganisationsPicker({ id, value, onChange }) {
  /** @type {{ code: string, name: string, kind: string }[] | null} */
  const found = lookup("/organisations");
  const options = found && found
    .filter(({ code, kind }) => GOVERNMENT.includes(kind) && code !== me.value?.organisation?.code)
    .map(({ code, name, kind }) => ({ value: code, name, note: t(`kind.${kind}`) }));
  return html`<${PickList} id=${id} options=${options} value=${value} onChange=${onChange} many />`;
}

/** Who looks on the spot: those of the place first. @param {ControlProps} props */
export function GridWorkerPicker({ id, value, onChange, subject }) {
  /** @type {{ id: number, name: string, organisation: { name: string }, areas: { code: string }[] }[] | null} */
  const found = lookup("/grid-workers");
  const here = (subject?.areas ?? []).map(({ code }) => code);
  const options = found && found
    .map(({ id: staff, name, organisation, areas }) => ({
      value: staff, name, note: organisation.name, mark: areas.some(({ code }) => here.includes(code)) ? t("office.grid.of_place") : "",
    }))
    .sort((one, other) => Number(Boolean(other.mark)) - Number(Boolean(one.mark)));
  return html`<${PickList} id=${id} options=${options} value=${value} onChange=${onChange} />`;
}

/** Words that are sent as they are. @param {ControlProps} props */
export function TemplatePicker({ id, value, onChange }) {
  /** @type {{ code: string, title: string, words: string, audience: string, active: boolean }[] | null} */
  const found = lookup("/templates");
  const options = found && found
    .filter(({ active, audience }) => active && audience === "public")
    .map(({ code, title, words }) => ({ value: code, name: title, note: words }));
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
