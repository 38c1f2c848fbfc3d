import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { FieldRow } from "../forms/field.js";
import { lookup } from "../lookups.js";

/** A fix worse than this may be on the other side of the road. */
const ROUGH_M = 50;

/** @param {{ place: import("../forms/place.js").Place, onChange: () => void }} props */
function Fixed({ place, onChange }) {
  /** @type {{ name: string }[] | null} */
  const areas = lookup("/locate", { lat: place.lat.toFixed(6), lon: place.lon.toFixed(6) }, "areas");
  const outside = areas?.length === 0;
  const rough = (place.accuracy_m ?? 0) > ROUGH_M;
  const names = (areas ?? []).slice(-2).map(({ name }) => name).join(" › ");
  return html`
    <div class="fixed-place">
      <p class=${`located grow ${outside || rough ? "warning" : ""}`} role="status">
        <${Icon} name=${outside || rough ? "triangle-alert" : "map-pin"} />
        <span>${outside ? t("office.where.outside") : names}
          ${place.accuracy_m !== null && html`<span class="muted small"> ${t("office.patrol.accuracy", { n: Math.round(place.accuracy_m) })}</span>`}
        </span>
      </p>
      <button type="button" class="button plain" onClick=${onChange}>${t("office.patrol.other_place")}</button>
    </div>
  `;
}

/**
 * Where the problem is: what the phone said when the camera opened, or a place that is chosen.
 *
 * @param {{ form: import("../forms/form.js").Form, field: import("../types.js").Field, id: string,
 *   asking: boolean }} props `asking`: the phone has not answered yet
 */
export function Spot({ form, field, id, asking }) {
  const [choosing, setChoosing] = useState(false);
  const place = form.values.value[field.name];
  if (place?.lat && !choosing) return html`<${Fixed} place=${place} onChange=${() => setChoosing(true)} />`;
  if (asking && !choosing) return html`<p class="located muted" role="status"><${Icon} name="locate-fixed" />${t("office.patrol.locating")}</p>`;
  return html`
    ${!choosing && html`<p class="located warning"><${Icon} name="triangle-alert" />${t("office.patrol.no_position")}</p>`}
    <${FieldRow} form=${form} field=${field} id=${id} />
  `;
}
