import { html, signal, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Compare } from "../../shared/ui/compare.js";
import { Icon } from "../../shared/ui/icon.js";
import { photoWords, Viewer } from "./viewer.js";

/** @typedef {import("../types.js").Photo} Photo */

const ORDER = { near: 0, far: 1, after: 2, evidence: 3 };

/** @param {Photo[]} photos @returns {Photo[]} before, then after, then what was added */
export const inOrder = (photos) => [...photos].sort((one, other) => ORDER[one.role] - ORDER[other.role]);

/** Whether before and after lie over each other; who checks one case that way checks the next so too. */
const sliding = signal(false);

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
      ${large.length > 1 && sliding.value
        ? html`<${Compare} before=${large[0]} after=${large[1]} />`
        : html`<div class="stage">${large.map((photo) => tile(photo, true))}</div>`}
      ${large.length > 1 && html`
        <button type="button" class="button plain slide" aria-pressed=${sliding.value} onClick=${() => { sliding.value = !sliding.value; }}>
          <${Icon} name="chevrons-left-right" />${t("office.photos.slide")}
        </button>
      `}
      ${small.length > 0 && html`<div class="others">${small.map((photo) => tile(photo, false))}</div>`}
    </div>
    ${open >= 0 && html`<${Viewer} photos=${all} first=${open} onClose=${() => setOpen(-1)} />`}
  `;
}
