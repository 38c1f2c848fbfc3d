import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";
import { LazyPinMap } from "../map/lazy.js";
import { askPosition } from "../photos/position.js";

/**
 * @typedef {{ lat: number, lon: number, accuracy_m: number | null, datum: "wgs84", source: "fix" | "pin" }} Place
 */

const SHOWN_DIGITS = 6;

/** @param {string} words two numbers, latitude first @returns {{ lat: number, lon: number } | null} */
function readCoordinates(words) {
  const [lat, lon, ...more] = words.split(/[\s,,]+/).filter(Boolean).map(Number);
  const right = more.length === 0 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return right ? { lat, lon } : null;
}

/**
 * A point: tapped on the map, where the officer stands, or typed as coordinates (WGS-84).
 *
 * @param {import("./types.js").ControlProps} props
 */
export function PlacePicker({ id, value, onChange, invalid, describedBy, subject }) {
  /** @type {Place | null} */
  const place = value;
  const shown = place ? `${place.lat.toFixed(SHOWN_DIGITS)}, ${place.lon.toFixed(SHOWN_DIGITS)}` : "";
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const start = place ?? (subject ? { lat: subject.lat, lon: subject.lon } : null);

  /** @param {{ lat: number, lon: number }} point */
  const pin = ({ lat, lon }) => {
    setTyped(null);
    onChange({ lat, lon, accuracy_m: null, datum: "wgs84", source: "pin" });
  };
  const here = async () => {
    const position = await askPosition();
    if (!position) toast(t("office.place.no_position"));
    else onChange({ ...position, datum: "wgs84", source: "fix" });
  };
  /** @param {any} event */
  const type = (event) => {
    setTyped(event.target.value);
    const point = readCoordinates(event.target.value);
    onChange(point && { ...point, accuracy_m: null, datum: "wgs84", source: "pin" });
  };
  return html`
    <${LazyPinMap} point=${place} start=${start} onPick=${pin} />
    <div class="row">
      <button type="button" class="button quiet" onClick=${here}><${Icon} name="locate-fixed" />${t("office.place.here")}</button>
      <input id=${id} class="input numbers grow" inputmode="decimal" placeholder=${t("office.place.coordinates")}
        aria-label=${t("office.place.coordinates")} value=${typed ?? shown}
        aria-invalid=${invalid} aria-describedby=${describedBy} onInput=${type} />
    </div>
  `;
}
