import { formatMoment } from "../format.js";
import { html, useState } from "../html.js";
import { t } from "../i18n.js";
import { Sheet } from "./sheet.js";

/** @typedef {import("../types.js").Photo} Photo */

/** @param {Photo} photo */
const describe = (photo) => t(`photo.${photo.role}`);

/**
 * Small pictures that open large.
 *
 * @param {{ photos: Photo[] }} props
 */
export function Gallery({ photos }) {
  const [chosen, setChosen] = useState(0);
  const open = photos.find(({ id }) => id === chosen);
  return html`
    <ul class="photo-grid">
      ${photos.map((photo) => html`
        <li key=${photo.id}>
          <button type="button" class="photo-tile open" onClick=${() => setChosen(photo.id)}>
            <img class="photo" src=${photo.thumb_url} alt="" loading="lazy" />
            <span class="caption">${describe(photo)}</span>
            <span class="visually-hidden">${t("photo.enlarge")}</span>
          </button>
        </li>
      `)}
    </ul>
    ${open && html`
      <${Sheet} title=${describe(open)} onClose=${() => setChosen(0)}>
        <img class="photo-large" src=${open.url} width=${open.width} height=${open.height} alt=${describe(open)} />
        ${open.captured_at && html`<p class="muted small">${t("photo.taken", { when: formatMoment(open.captured_at) })}</p>`}
      <//>
    `}
  `;
}
