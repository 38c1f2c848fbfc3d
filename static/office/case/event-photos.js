import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Viewer } from "./viewer.js";

/** The photos of one event, small; each opens the viewer. @param {{ photos: import("../types.js").Photo[] }} props */
export function EventPhotos({ photos }) {
  const [open, setOpen] = useState(-1);
  return html`
    <div class="event-photos">
      ${photos.map((photo, at) => html`
        <button type="button" key=${photo.id} onClick=${() => setOpen(at)}>
          <img class="photo" src=${photo.thumb_url} alt=${t(`photo.${photo.role}`)} loading="lazy" />
        </button>
      `)}
    </div>
    ${open >= 0 && html`<${Viewer} photos=${photos} first=${open} onClose=${() => setOpen(-1)} />`}
  `;
}
