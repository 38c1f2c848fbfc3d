import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { pageHref } from "../router.js";

/**
 * @typedef {import("./types.js").CaseView} CaseView
 * @typedef {import("../types.js").Photo} Photo
 */

/** Which photos an action is about; others: all. @type {Record<string, (photo: Photo) => boolean>} */
const CONCERNS = { publish: (photo) => !photo.public, unpublish: (photo) => Boolean(photo.public) };

/** Photos that show before and after and are not public yet. @param {CaseView | null} subject @returns {number[]} */
export const proposed = (subject) =>
  (subject?.photos ?? []).filter((photo) => !photo.public && photo.role !== "evidence").map(({ id }) => id);

/**
 * @param {{ photo: Photo, type: "radio" | "checkbox", name: string, id?: string, on: boolean, onPick: () => void }} props
 */
const Choice = ({ photo, type, name, id, on, onPick }) => html`
  <label class=${`photo-tile ${on ? "chosen" : ""}`}>
    <input type=${type} class="visually-hidden" name=${name} id=${id} checked=${on} onChange=${onPick} />
    <img class="photo" src=${photo.thumb_url} alt="" />
    <span class="tick"><${Icon} name="check" /></span>
    <span class="caption">
      ${t(`photo.${photo.role}`)} · ${t(photo.public ? "office.photo.public" : "office.photo.private")}
    </span>
  </label>
`;

/**
 * Some of the photos of the case; one of them where the field takes only one.
 *
 * @param {import("./types.js").ControlProps} props
 */
export function PhotoIds({ field, id, value, onChange, action, subject }) {
  const single = field.max === 1;
  const photos = (subject?.photos ?? []).filter(CONCERNS[action] ?? (() => true));
  /** @type {number[]} */
  const chosen = value;
  /** @param {number} photo */
  const toggle = (photo) => {
    if (single) onChange([photo]);
    else onChange(chosen.includes(photo) ? chosen.filter((one) => one !== photo) : [...chosen, photo]);
  };
  if (photos.length === 0) return html`<p class="muted">${t("office.photos.none_left")}</p>`;
  return html`
    <ul class="photo-grid choose">
      ${photos.map((photo, at) => html`
        <li key=${photo.id}>
          <${Choice} photo=${photo} type=${single ? "radio" : "checkbox"} name=${id} id=${at ? undefined : id}
            on=${chosen.includes(photo.id)} onPick=${() => toggle(photo.id)} />
        </li>
      `)}
    </ul>
    ${action === "publish" && subject?.allowed_actions.includes("redact") && html`
      <a class="button plain" href=${pageHref("review", subject.number)}>
        <${Icon} name="pencil" />${t("office.photo.cover_instead")}
      </a>
    `}
  `;
}
