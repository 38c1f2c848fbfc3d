import { config } from "../../shared/config.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { PhotoButton, PhotoTile } from "../../shared/ui/photo-picker.js";
import { bytesOf } from "../outbox/records.js";
import { progress } from "../outbox/send.js";
import { dropPhoto, preparing, startCapture, takeFiles } from "./draft.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/**
 * The photos of the report; on their way they can no longer be changed.
 *
 * @param {{ entry: Entry, locked?: boolean }} props
 */
export const SnapPhotos = ({ entry, locked = false }) => html`
  <section class="card">
    <h2>${t("snap.photos")} <span class="muted small numbers">${entry.photos.length}/${config.limits.photos}</span></h2>
    <ul class="photo-grid">
      ${entry.photos.map((photo) => html`
        <${PhotoTile} key=${photo.id} photo=${photo} load=${bytesOf} progress=${progress.value[photo.id]}
          onRemove=${locked ? undefined : () => dropPhoto(photo.id)} />
      `)}
      ${Array.from({ length: preparing.value }, (_, at) => html`
        <li key=${`preparing-${at}`} class="photo-tile skeleton"><span class="visually-hidden">${t("shared.loading")}</span></li>
      `)}
      ${!locked && entry.photos.length < config.limits.photos && html`
        <li><${PhotoButton} source="camera" words=${t("photo.take")} onTap=${startCapture} onFiles=${takeFiles} /></li>
        <li><${PhotoButton} source="album" words=${t("photo.choose")} onTap=${startCapture} onFiles=${takeFiles} /></li>
      `}
    </ul>
    ${!locked && html`
      <p class="hint muted small">${t(entry.photos.length === 1 ? "snap.hint_far" : "snap.hint_photos")}</p>
    `}
  </section>
`;
