import { post } from "../../shared/api.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { RecordForm } from "../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../load.js";
import { go, pageHref } from "../router.js";
import { SearchBox } from "../ui/list.js";
import { Screen } from "../ui/screen.js";

/**
 * @typedef {import("../ledger/store.js").Line} Line
 * @typedef {{ words: string, place: string }} Matter
 */

const CASES_MOST = 200;

/** Open cases to tick; what was ticked stays so while others are looked for. @param {{ chosen: string[], onChange: (chosen: string[]) => void }} props */
function Cases({ chosen, onChange }) {
  const [place, setPlace] = useState("");
  const from = useLoaded("/ledger", { state: "open", limit: CASES_MOST, place: place || null });
  /** @param {string} number */
  const toggle = (number) => onChange(chosen.includes(number) ? chosen.filter((one) => one !== number) : [...chosen, number]);
  return html`
    <fieldset class="field">
      <legend class="label">${t("office.lists.cases")} <span class="optional">${t("office.lists.chosen", { n: chosen.length })}</span></legend>
      <${SearchBox} label=${t("office.ledger.search_place")} value="" onSearch=${setPlace} />
      <${WhenLoaded} from=${from}>
        ${(/** @type {{ items: Line[] }} */ { items }) => html`
          <div class="picker tall">
            ${items.length === 0 && html`<p class="muted none">${t("office.lists.no_cases")}</p>`}
            ${items.map((line) => html`
              <label class=${`condition ${chosen.includes(line.number) ? "chosen" : ""}`} key=${line.number}>
                <input type="checkbox" checked=${chosen.includes(line.number)} onChange=${() => toggle(line.number)} />
                <span class="grow">
                  <span class="block">${line.problem} · ${line.place}</span>
                  <span class="block small muted"><span class="numbers">${line.number}</span> ${line.organisation}</span>
                </span>
                <${StateBadge} state=${line.state} />
              </label>
            `)}
          </div>
        `}
      <//>
    </fieldset>
  `;
}

/** Matters without a case, a line each. @param {{ matters: Matter[], onChange: (matters: Matter[]) => void }} props */
const Matters = ({ matters, onChange }) => {
  /** @param {number} at @param {Partial<Matter>} news */
  const change = (at, news) => onChange(matters.map((matter, index) => (index === at ? { ...matter, ...news } : matter)));
  /** @param {number} at @param {"words" | "place"} name */
  const input = (at, name) => html`
    <input class="input" maxlength="200" aria-label=${`${t(`office.lists.${name}`)} ${at + 1}`} placeholder=${t(`office.lists.${name}`)}
      value=${matters[at][name]} onInput=${(/** @type {any} */ event) => change(at, { [name]: event.target.value })} />
  `;
  return html`
    <fieldset class="field">
      <legend class="label">${t("office.lists.matters")} <span class="optional">${t("office.optional")}</span></legend>
      ${matters.map((_, at) => html`
        <div class="matter" key=${at}>
          ${input(at, "words")}${input(at, "place")}
          <button type="button" class="button plain" onClick=${() => onChange(matters.filter((_one, index) => index !== at))}>
            <${Icon} name="x" /><span class="visually-hidden">${t("office.lists.remove_matter", { n: at + 1 })}</span>
          </button>
        </div>
      `)}
      <button type="button" class="button quiet" onClick=${() => onChange([...matters, { words: "", place: "" }])}>
        <${Icon} name="plus" />${t("office.lists.add_matter")}
      </button>
    </fieldset>
  `;
};

/** Issue a rectification list. */
export function NewRectification() {
  const offices = useLoaded("/organisations");
  const [cases, setCases] = useState(/** @type {string[]} */ ([]));
  const [matters, setMatters] = useState(/** @type {Matter[]} */ ([]));
  const written = matters.filter(({ words }) => words.trim());
  const items = [...cases.map((number) => ({ case: number })), ...written];
  /** @param {Record<string, any>} values */
  const send = ({ organisation, title, due }) => post("/rectification-lists", { organisation, title, due, items });
  /** @param {{ id: number }} made */
  const done = ({ id }) => {
    toast(t("office.lists.issued"));
    go(pageHref("lists", "rectification", id), { replace: true });
  };
  return html`
    <${Screen} title=${t("office.lists.issue")} back=${pageHref("lists", "rectification")} narrow>
      <${WhenLoaded} from=${offices}>
        ${(/** @type {{ items: { code: string, name: string }[] }} */ { items: all }) => html`
          <section class="card">
            <${RecordForm} name="rectification" submit=${t("office.lists.issue_n", { n: items.length })} send=${send} onDone=${done} fields=${[
              { name: "organisation", type: "select", required: true, options: all.map(({ code, name }) => ({ value: code, name })) },
              { name: "title", type: "text", required: true, max: 80 },
              { name: "due", type: "date", required: true },
            ]}>
              <${Cases} chosen=${cases} onChange=${setCases} />
              <${Matters} matters=${matters} onChange=${setMatters} />
              ${items.length === 0 && html`<${Note}>${t("office.lists.nothing_listed")}<//>`}
            <//>
          </section>
        `}
      <//>
    <//>
  `;
}
