import { formatDistance } from "../../shared/format.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { outside } from "./address.js";
import { edit, photoElsewhere, relocate, usePhotoPlace } from "./draft.js";
import { SmallMap } from "./small-map.js";
import { PlaceSheet } from "./place-sheet.js";
import { ROUGH_M, search } from "./position.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/** The place in words, or what is being done about it. @param {Entry} entry */
function summaryOf({ place, place_words }) {
  if (outside.value) return t("place.none");
  if (place_words) return place_words;
  if (place) return t("place.chosen");
  return t(search.value === "asking" ? "place.asking" : "place.none");
}

/** @param {{ entry: Entry, onEdit: () => void }} props */
function Doubts({ entry, onEdit }) {
  const { place } = entry;
  const elsewhere = photoElsewhere(entry);
  if (outside.value && place) {
    return html`<${Note} tone="danger" icon="triangle-alert" role="alert">${t("place.outside")}<//>`;
  }
  if (elsewhere) {
    return html`
      <${Note} tone="warning" icon="info">
        <p>${t("place.photo_elsewhere", { distance: formatDistance(elsewhere.metres) })}</p>
        <button type="button" class="button plain" onClick=${() => usePhotoPlace(elsewhere.lat, elsewhere.lon)}>
          ${t("place.use_photo")}
        </button>
      <//>
    `;
  }
  if (place && "lat" in place && (place.accuracy_m ?? 0) > ROUGH_M) {
    return html`
      <${Note} tone="warning" icon="triangle-alert">
        <p>${t("place.rough", { distance: formatDistance(place.accuracy_m ?? 0) })}</p>
        <button type="button" class="button plain" onClick=${onEdit}>${t("place.correct")}</button>
      <//>
    `;
  }
  if (!place && (search.value === "denied" || search.value === "failed")) {
    return html`<${Note} tone="warning" icon="triangle-alert">${t(`place.${search.value}`)}<//>`;
  }
  return null;
}

/** Where it is: found by itself, shown in words and on a small map, corrected in a sheet. @param {{ entry: Entry }} props */
export function PlaceCard({ entry }) {
  const [open, setOpen] = useState(false);
  const place = outside.value ? null : entry.place;
  const accuracy = place && "lat" in place ? place.accuracy_m : null;
  const onEdit = () => setOpen(true);
  return html`
    <section class="card place" id="place">
      <h2>${t("place.title")}</h2>
      ${place && "lat" in place && html`<${SmallMap} lat=${place.lat} lon=${place.lon} />`}
      <p class="where" role="status">
        <${Icon} name="map-pin" />
        <span class="grow">
          <strong>${summaryOf(entry)}</strong>
          ${entry.address && html`<span class="block">${entry.address}</span>`}
          ${accuracy !== null && html`
            <span class="muted small block">${t("place.accuracy", { distance: formatDistance(accuracy) })}</span>
          `}
        </span>
      </p>
      <${Doubts} entry=${entry} onEdit=${onEdit} />
      <div class="row">
        <button type="button" class=${place ? "button quiet" : "button"} onClick=${onEdit}>
          <${Icon} name="pencil" />${t(place ? "place.correct" : "place.choose")}
        </button>
        <button type="button" class="button quiet" onClick=${relocate}>
          <${Icon} name="locate-fixed" />${t("place.here")}
        </button>
      </div>
      ${open && html`<${PlaceSheet} entry=${entry} onClose=${() => setOpen(false)} onSave=${edit} />`}
    </section>
  `;
}
