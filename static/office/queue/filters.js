import { get, post, put, remove } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { html, signal, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { newest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { communitiesOf, streetAreas } from "../areas.js";
import { askPosition } from "../photos/position.js";
import { route, viewHref } from "../router.js";
import { filters, queue, setFilters } from "./store.js";
import { TileSelect } from "./toolbar.js";

/**
 * @typedef {{ id: number, name: string, shared: boolean, mine: boolean, query: Record<string, string> }} View
 * @typedef {{ items: View[], default: number | null }} Views
 */

/** @type {import("@preact/signals").Signal<Views | null>} */
const views = signal(null);
const NEAR_M = "500";

/** The parts of an address that a view keeps: a position is of the moment. */
const keptQuery = () => {
  const { lat: _lat, lon: _lon, radius_m: _radius, ...kept } = route.value.query;
  return { ...kept, queue: queue.value };
};

const ask = newest();

/** @param {() => Promise<any>} change that answers with the views @param {(words: string) => void} say */
async function update(change, say) {
  const isNewest = ask();
  try {
    const answer = await change();
    if (isNewest()) views.value = answer;
    say("");
  } catch (error) {
    say(sentenceOf(error));
  }
}

/** @param {{ view: View, first: boolean, say: (words: string) => void, onClose: () => void }} props */
const ViewRow = ({ view, first, say, onClose }) => html`
  <li class="cell">
    <a class="grow view" href=${viewHref(view.query)} onClick=${onClose}>
      <strong>${view.name}</strong>
      <span class="muted small block">
        ${t(`office.queue.${view.query.queue}`)}${view.shared ? ` · ${t(view.mine ? "office.view.shared" : "office.view.of_office")}` : ""}
      </span>
    </a>
    <button type="button" class=${`button plain ${first ? "on" : ""}`} aria-pressed=${first}
      onClick=${() => update(() => put("/views/default", { id: first ? null : view.id }), say)}>
      <${Icon} name="star" />${t("office.view.first")}
    </button>
    ${view.mine && html`
      <button type="button" class="button plain" aria-label=${t("office.view.remove", { name: view.name })}
        onClick=${() => update(() => remove(`/views/${view.id}`).then(() => get("/views")), say)}>
        <${Icon} name="trash-2" />
      </button>
    `}
  </li>
`;

/** Keep the list as it is now under a name. @param {{ say: (words: string) => void }} props */
function KeepView({ say }) {
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const { busy, run } = useDeed(say);
  /** @param {Event} event */
  const keep = (event) => {
    event.preventDefault();
    if (!name.trim()) return;
    run(async () => {
      await update(() => post("/views", { name: name.trim(), shared, query: keptQuery() }), say);
      setName("");
    });
  };
  return html`
    <form class="keep-view" onSubmit=${keep}>
      <label class="grow">
        <span class="visually-hidden">${t("office.view.name")}</span>
        <input class="input" maxlength="40" placeholder=${t("office.view.name")} value=${name}
          onInput=${(/** @type {any} */ event) => setName(event.target.value)} />
      </label>
      <button class="button soft" type="submit" aria-disabled=${busy}><${Icon} name="bookmark" />${t("office.view.keep")}</button>
      <label class="check"><input type="checkbox" checked=${shared} onChange=${() => setShared(!shared)} /><span>${t("office.view.share")}</span></label>
    </form>
  `;
}

/** @param {{ label: string, value: string, options: { code: string, name: string }[] | null, none: string, onPick: (code: string) => void }} props */
const AreaSelect = ({ label, value, options, none, onPick }) => html`
  <label class="field"><span class="label">${label}</span>
    <select class="input" value=${value} onChange=${(/** @type {any} */ event) => onPick(event.target.value)}>
      <option value="">${none}</option>
      ${(options ?? []).map(({ code, name }) => html`<option key=${code} value=${code}>${name}</option>`)}
    </select>
  </label>
`;

/** Narrow by place, and choose the order. @param {{ say: (words: string) => void }} props */
function Narrow({ say }) {
  const { area = "", sort = "", lat } = route.value.query;
  const streets = streetAreas();
  const street = streets?.find(({ code }) => area.startsWith(code.replace(/000$/, "")))?.code ?? "";
  const nearMe = async () => {
    const place = await askPosition();
    if (place) setFilters({ lat: place.lat.toFixed(6), lon: place.lon.toFixed(6), radius_m: NEAR_M });
    else say(t("office.filter.no_position"));
  };
  const anywhere = () => setFilters({ lat: "", lon: "", radius_m: "" });
  return html`
    <div class="narrow">
      <div class="field"><span class="label">${t("office.filter.tile")}</span><${TileSelect} /></div>
      <${AreaSelect} label=${t("office.filter.street")} value=${street} options=${streets} none=${t("office.filter.any_area")}
        onPick=${(/** @type {string} */ code) => setFilters({ area: code })} />
      ${street && html`
        <${AreaSelect} label=${t("office.filter.community")} value=${area} options=${communitiesOf(street)} none=${t("office.filter.whole_street")}
          onPick=${(/** @type {string} */ code) => setFilters({ area: code || street })} />
      `}
      <label class="field"><span class="label">${t("office.filter.sort")}</span>
        <select class="input" value=${sort} onChange=${(/** @type {any} */ event) => setFilters({ sort: event.target.value })}>
          ${["", "due", "latest"].map((code) => html`<option key=${code} value=${code}>${t(`office.sort.${code || "usual"}`)}</option>`)}
        </select>
      </label>
      <button type="button" class=${`button quiet ${lat ? "on" : ""}`} aria-pressed=${Boolean(lat)} onClick=${lat ? anywhere : nearMe}>
        <${Icon} name="locate-fixed" />${t("office.filter.near_me", { m: NEAR_M })}
      </button>
    </div>
  `;
}

/** Widen the list again to all of its queue. */
const clear = () => setFilters(Object.fromEntries(Object.keys(route.value.query).map((name) => [name, ""])));

/** Saved views, and filters beyond words and tile. @param {{ onClose: () => void }} props */
export default function FilterSheet({ onClose }) {
  const [trouble, say] = useState("");
  useEffect(() => void update(() => get("/views"), say), []);
  const known = views.value;
  return html`
    <${Sheet} title=${t("office.views")} onClose=${onClose}>
      <div class="stack">
        ${trouble && html`<${Failure} words=${trouble} />`}
        <section>
          <h3>${t("office.filter.place_and_order")}</h3>
          <${Narrow} say=${say} />
          ${filters.value && html`
            <button type="button" class="button plain" onClick=${clear}>
              <${Icon} name="x" />${t("office.filter.clear")}
            </button>
          `}
        </section>
        <section>
          <h3>${t("office.view.title")}</h3>
          ${!known && !trouble && html`<${Skeleton} rows=${2} height="3rem" />`}
          ${known?.items.length === 0 && html`<p class="muted">${t("office.view.none")}</p>`}
          ${known && known.items.length > 0 && html`
            <ul class="cells">
              ${known.items.map((view) => html`
                <${ViewRow} key=${view.id} view=${view} first=${known.default === view.id} say=${say} onClose=${onClose} />
              `)}
            </ul>
          `}
          ${queue.value && html`<${KeepView} say=${say} />`}
        </section>
      </div>
    <//>
  `;
}
