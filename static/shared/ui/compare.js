import { html, useState } from "../html.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/** @typedef {import("../types.js").Photo} Photo */

/**
 * The addresses of a picture by how wide each shows it, in px, for a screen to choose from.
 *
 * @param {Photo} photo `width` and `height` are those of the original
 */
export function sources({ url, middle_url, width, height }) {
  /** @param {number} side */
  const wide = (side) => Math.round(width * Math.min(1, side / Math.max(width, height)));
  return { src: middle_url, srcset: `${middle_url} ${wide(800)}w, ${url} ${wide(1600)}w`, sizes: "(min-width: 60rem) 44rem, 100vw" };
}

/**
 * Before and after over each other; a real range input moves the seam.
 *
 * @param {{ before: Photo, after: Photo }} props
 */
export function Compare({ before, after }) {
  const [split, setSplit] = useState(50);
  return html`
    <figure class="compare" style=${{ "--split": `${split}%` }}>
      <div class="frame">
        <img ...${sources(before)} alt=${t("photo.before")} />
        <img class="after" ...${sources(after)} alt=${t("photo.after")} />
        <input type="range" min="0" max="100" value=${split} aria-label=${t("photo.compare")}
          onInput=${(/** @type {any} */ event) => setSplit(Number(event.target.value))} />
        <div class="seam"><${Icon} name="chevrons-left-right" /></div>
        <span class="tag left">${t("photo.before")}</span>
        <span class="tag right">${t("photo.after")}</span>
      </div>
    </figure>
  `;
}
