import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { me } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Skeleton } from "../../shared/ui/parts.js";
import { streetAreas } from "../areas.js";
import { SimilarRow } from "../case/similar-row.js";
import { lookup } from "../lookups.js";
import { callsFor, proposedFor } from "./offices.js";

/**
 * @typedef {import("./types.js").ControlProps} ControlProps
 * @typedef {{ value: string | number | null, name: string, note?: string, mark?: string }} Option
 */

/** From so many options on, a search box stands above them. */
const SEARCH_FROM = 7;

/** From so many on they scroll in a box of their own: a city has hundreds of offices and streets. */
const BOX_FROM = 12;

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
    <div class=${`picker ${options.length >= BOX_FROM ? "long" : ""}`}>
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

/**
 * The organisations that may lead this case, or those that may help with it.
 *
 * @param {"dispatch" | "help"} purpose
 * @param {import("../types.js").CaseView | null} subject
 * @returns {{ code: string, name: string, kind: string, suggested: boolean }[] | null}
 */
const organisationsFor = (purpose, subject) => lookup("/organisations", { for: purpose, case: subject?.number ?? null });

/** Whatever has a mark first. @param {Option[]} options */
const markedFirst = (options) => [...options].sort((one, other) => Number(Boolean(other.mark)) - Number(Boolean(one.mark)));

/**
 * An organisation: that leads, that helps, or that a whistle has called. What the responsibility
 * list, the returning organisation or the sponsorship names comes first.
 *
 * @param {ControlProps} props
 */
export function OrganisationPicker({ id, value, onChange, subject, action }) {
  const called = subject && callsFor(subject, action);
  if (called) {
    const options = called.flatMap(({ organisation: office }) => (office ? [{ value: office.code, name: office.name }] : []));
    return html`<${PickList} id=${id} options=${options} value=${value} onChange=${onChange} />`;
  }
  const helps = action === "add_co_handler";
  const proposed = subject && proposedFor(subject, action);
  const sponsors = (subject?.sponsors ?? []).map(({ code }) => code);
  const found = organisationsFor(helps ? "help" : "dispatch", subject);
  /** @param {{ code: string, suggested: boolean }} office */
  const markOf = ({ code, suggested }) => {
    if (helps) return sponsors.includes(code) ? t("office.sponsors") : "";
    if (code === proposed) return t("office.record.proposed_mark");
    return suggested ? t("office.suggested") : "";
  };
  const helping = helps ? (subject?.records ?? []).filter(({ kind, alive }) => kind === "co_handling" && alive) : [];
  const apart = helping.map(({ organisation: helper }) => helper?.code);
  if (action !== "settle") apart.push(subject?.organisation?.code);
  const options = found && markedFirst(found
    .filter(({ code }) => !apart.includes(code))
    .map((office) => ({ value: office.code, name: office.name, note: t(`kind.${office.kind}`), mark: markOf(office) })));
  return html`<${PickList} id=${id} options=${options} value=${value} onChange=${onChange} />`;
}

/** Government offices to call, any number of them, one's own aside. @param {ControlProps} props */
export function OrganisationsPicker({ id, value, onChange, subject }) {
  const options = organisationsFor("dispatch", subject)
    ?.filter(({ code }) => code !== me.value?.organisation?.code)
    .map(({ code, name, kind }) => ({ value: code, name, note: t(`kind.${kind}`) })) ?? null;
  return html`<${PickList} id=${id} options=${options} value=${value} onChange=${onChange} many />`;
}

/** Who looks on the spot: the grid workers of the place. @param {ControlProps} props */
export function GridWorkerPicker({ id, value, onChange, subject }) {
  /** @type {{ id: number, name: string, organisation: { name: string }, areas: { code: string, name: string }[] }[] | null} */
  const found = lookup("/grid-workers");
  const here = (subject?.areas ?? []).map(({ code }) => code);
  const options = found && found
    .filter(({ areas }) => areas.some(({ code }) => here.includes(code)))
    .map(({ id: staff, name, organisation, areas }) => ({
      value: staff, name, note: [organisation.name, ...areas.map((area) => area.name)].join(" · "),
    }));
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

/** A street of the city; where none is needed, one can be taken back. @param {ControlProps} props */
export function AreaPicker({ field, id, value, onChange, subject }) {
  const all = streetAreas();
  /** @param {string} name streets of two districts may share it */
  const isShared = (name) => (all ?? []).filter((one) => one.name === name).length > 1;
  const streets = all
    ?.filter(({ code }) => code !== subject?.street?.code)
    .map(({ code, name }) => ({ value: code, name, note: isShared(name) ? code : "" }));
  /** @type {Option[]} */
  const none = field.required ? [] : [{ value: null, name: t("office.form.none") }];
  const options = streets ? [...none, ...streets] : null;
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
