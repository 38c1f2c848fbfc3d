import { config } from "../../shared/config.js";
import { html, useId, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { Note } from "../../shared/ui/parts.js";
import { outside } from "./address.js";
import { AreaSelect } from "./area-select.js";
import { PinMap } from "./pin-map.js";

/**
 * @typedef {import("../outbox/records.js").Entry} Entry
 * @typedef {import("../../shared/types.js").Area} Area
 */

/** @param {HTMLElement | null} box */
const bringIntoView = (box) => box?.scrollIntoView({ block: "nearest" });

/**
 * Correct the place: on the map by dragging or tapping, or without it from a list of areas.
 *
 * @param {{ entry: Entry, onClose: () => void, onSave: (changes: Partial<Entry>) => void }} props
 */
export function PlaceSheet({ entry, onClose, onSave }) {
  const start = entry.place && "lat" in entry.place && !outside.value ? entry.place : null;
  const [way, setWay] = useState(/** @type {"map" | "list"} */ ("map"));
  const [pin, setPin] = useState(/** @type {{ lat: number, lon: number } | null} */ (null));
  const [area, setArea] = useState(/** @type {Area[]} */ ([]));
  const [tried, setTried] = useState("");
  const addressId = useId();
  const lacks = (!entry.place || outside.value) && !(way === "map" ? pin : area.length);

  const save = () => {
    if (lacks) {
      setTried(way);
      return;
    }
    if (way === "map" && pin) {
      onSave({ place: { ...pin, accuracy_m: null, datum: "wgs84", source: "pin" } });
    } else if (way === "list" && area.length) {
      const words = area.map(({ name }) => name).join(" · ");
      onSave({ place: { area_code: area[area.length - 1].code }, place_words: words });
    }
    onClose();
  };

  /** @param {"map" | "list"} name @param {string} icon */
  const tab = (name, icon) => html`
    <button type="button" aria-pressed=${way === name} onClick=${() => setWay(name)}>
      <${Icon} name=${icon} />${t(`place.by_${name}`)}
    </button>
  `;

  return html`
    <${Sheet} title=${t("place.sheet")} onClose=${onClose}
      footer=${html`<button type="button" class="button" onClick=${save}>${t("place.save")}</button>`}>
      <div class="stack">
        ${lacks && tried === way && html`
          <div ref=${bringIntoView}><${Note} tone="warning" icon="info" role="alert">${t(`place.lacks_${way}`)}<//></div>
        `}
        <div class="segments">${tab("map", "map")}${tab("list", "list")}</div>
        ${way === "map"
          ? html`<${PinMap} at=${pin ?? start ?? config.map} onMove=${setPin} />`
          : html`<${AreaSelect} chosen=${area} onChoose=${setArea} />`}
        <div class="field">
          <label for=${addressId}>${t("place.address")} <span class="optional">${t("form.optional")}</span></label>
          <p class="hint">${t("place.address_hint")}</p>
          <input class="input" id=${addressId} value=${entry.address} maxlength="120" autocomplete="street-address"
            onInput=${(/** @type {any} */ event) => onSave({ address: event.target.value })} />
        </div>
      </div>
    <//>
  `;
}
