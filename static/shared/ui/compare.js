import { html, useState } from "../html.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/** @typedef {import("../types.js").Photo} Photo */

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
        <img src=${before.url} alt=${t("photo.before")} />
        <img class="after" src=${after.url} alt=${t("photo.after")} />
        <input type="range" min="0" max="100" value=${split} aria-label=${t("photo.compare")}
          onInput=${(/** @type {any} */ event) => setSplit(Number(event.target.value))} />
        <div class="seam"><${Icon} name="chevrons-left-right" /></div>
        <span class="tag left">${t("photo.before")}</span>
        <span class="tag right">${t("photo.after")}</span>
      </div>
    </figure>
  `;
}
