import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";

/**
 * Some of the photos of the case; one of them where the field takes only one.
 *
 * @param {import("./types.js").ControlProps} props
 */
export function PhotoIds({ field, id, value, onChange, subject }) {
  const single = field.max === 1;
  const photos = (subject?.photos ?? []).filter(({ role }) => role !== "evidence" || single);
  /** @type {number[]} */
  const chosen = value ?? [];
  /** @param {number} photo */
  const toggle = (photo) => {
    if (single) onChange([photo]);
    else onChange(chosen.includes(photo) ? chosen.filter((one) => one !== photo) : [...chosen, photo]);
  };
  return html`
    <ul class="photo-grid choose">
      ${photos.map((photo, at) => html`
        <li key=${photo.id}>
          <label class=${`photo-tile ${chosen.includes(photo.id) ? "chosen" : ""}`}>
            <input type=${single ? "radio" : "checkbox"} class="visually-hidden" name=${id} id=${at ? undefined : id}
              checked=${chosen.includes(photo.id)} onChange=${() => toggle(photo.id)} />
            <img class="photo" src=${photo.thumb_url} alt="" />
            <span class="tick"><${Icon} name="check" /></span>
            <span class="caption">
              ${t(`photo.${photo.role}`)} · ${t(photo.public ? "office.photo.public" : "office.photo.private")}
            </span>
          </label>
        </li>
      `)}
    </ul>
  `;
}
