import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { photoWords, Viewer } from "./viewer.js";

/** @typedef {import("../types.js").Photo} Photo */

const ORDER = { near: 0, far: 1, after: 2, evidence: 3 };

/** @param {Photo[]} photos @returns {Photo[]} before, then after, then what was added */
export const inOrder = (photos) => [...photos].sort((one, other) => ORDER[one.role] - ORDER[other.role]);

/**
 * The photos of a case: one before and one after large, the others small; each opens the viewer.
 *
 * @param {{ photos: Photo[] }} props
 */
export function CasePhotos({ photos }) {
  const [open, setOpen] = useState(-1);
  if (photos.length === 0) return html`<p class="muted">${t("office.photos.none")}</p>`;
  const all = inOrder(photos);
  const before = all[0];
  const after = [...all].reverse().find(({ role }) => role === "after");
  const large = after && after !== before ? [before, after] : [before];
  const small = all.filter((photo) => !large.includes(photo));
  /** @param {Photo} photo @param {boolean} isLarge */
  const tile = (photo, isLarge) => html`
    <button type="button" class=${isLarge ? "case-photo large" : "case-photo"} key=${photo.id} onClick=${() => setOpen(all.indexOf(photo))}>
      <img class="photo" src=${isLarge ? photo.url : photo.thumb_url} alt="" />
      <span class="caption">${isLarge ? photoWords(photo) : t(`photo.${photo.role}`)}</span>
      ${photo.public && html`<span class="tag right"><${Icon} name="eye" />${t("office.photo.public")}</span>`}
      <span class="visually-hidden">${t("photo.enlarge")}</span>
    </button>
  `;
  return html`
    <div class=${`case-photos ${large.length > 1 ? "two" : ""}`}>
      <div class="stage">${large.map((photo) => tile(photo, true))}</div>
      ${small.length > 0 && html`<div class="others">${small.map((photo) => tile(photo, false))}</div>`}
    </div>
    ${open >= 0 && html`<${Viewer} photos=${all} first=${open} onClose=${() => setOpen(-1)} />`}
  `;
}
