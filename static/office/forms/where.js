import { communitiesOf, streetAreas } from "../areas.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { lookup } from "../lookups.js";
import { PlacePicker } from "./place.js";

/**
 * @typedef {import("./types.js").ControlProps} ControlProps
 * @typedef {import("./place.js").Place} Place
 * @typedef {{ area_code: string } | Place} Where
 */

/** @param {ControlProps} props */
function AreaSelects({ id, value, onChange }) {
  const code = value?.area_code ?? "";
  const streets = streetAreas() ?? [];
  const street = streets.find((one) => code.startsWith(one.code))?.code ?? "";
  const communities = street ? communitiesOf(street) ?? [] : [];
  /** @param {string} chosen */
  const choose = (chosen) => onChange(chosen ? { area_code: chosen } : null);
  return html`
    <div class="row areas">
      <select class="input grow" id=${id} aria-label=${t("office.where.street")} value=${street}
        onChange=${(/** @type {any} */ event) => choose(event.target.value)}>
        <option value="">${t("office.where.street")}</option>
        ${streets.map((one) => html`<option key=${one.code} value=${one.code}>${one.name}</option>`)}
      </select>
      <select class="input grow" aria-label=${t("office.where.community")} value=${code === street ? "" : code} disabled=${!street}
        onChange=${(/** @type {any} */ event) => choose(event.target.value || street)}>
        <option value="">${t("office.where.community")}</option>
        ${communities.map((one) => html`<option key=${one.code} value=${one.code}>${one.name}</option>`)}
      </select>
    </div>
  `;
}

/** In which street and community a point lies. @param {{ place: Place }} props */
function PointAreas({ place }) {
  /** @type {{ name: string }[] | null} */
  const areas = lookup("/locate", { lat: place.lat.toFixed(6), lon: place.lon.toFixed(6) }, "areas");
  if (!areas) return null;
  return areas.length
    ? html`<p class="located"><${Icon} name="map-pin" />${areas.map(({ name }) => name).join(" › ")}</p>`
    : html`<p class="located warning"><${Icon} name="triangle-alert" />${t("office.where.outside")}</p>`;
}

/**
 * Where it is: a street and community by name, or a point on the map.
 *
 * @param {ControlProps} props
 */
export function WherePicker(props) {
  const { value, onChange } = props;
  const [byMap, setByMap] = useState(Boolean(value?.lat));
  /** @param {boolean} next */
  const turn = (next) => {
    setByMap(next);
    onChange(null);
  };
  return html`
    <div class="segments" role="group" aria-label=${t("office.where.way")}>
      <button type="button" aria-pressed=${!byMap} onClick=${() => turn(false)}><${Icon} name="list" />${t("office.where.by_area")}</button>
      <button type="button" aria-pressed=${byMap} onClick=${() => turn(true)}><${Icon} name="map-pin" />${t("office.where.by_map")}</button>
    </div>
    ${byMap ? html`<${PlacePicker} ...${props} />` : html`<${AreaSelects} ...${props} />`}
    ${byMap && value?.lat && html`<${PointAreas} place=${value} />`}
  `;
}
