import { config } from "../../shared/config.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { storage } from "../../shared/outbox/storage.js";
import { PhotoButton, PhotoTile, prepareAll } from "../../shared/ui/photo-picker.js";
import { toast } from "../../shared/ui/toast.js";
import { progress, sending } from "../outbox/send.js";
import { addPhoto, bytesOf, removePhoto } from "../outbox/wishes.js";

/**
 * Photos of a form: take, choose, remove. They stand in the wish, kept before anything is sent.
 *
 * @param {import("./controls.js").ControlProps} props
 */
export function Photos({ field, wish }) {
  const { id, photos } = wish;
  const most = field.max ?? config.limits.photos;
  const busy = sending.value === id;
  /** @param {File[]} files @param {"camera" | "album"} source */
  const onFiles = (files, source) => {
    const room = files.slice(0, most - photos.length);
    if (room.length < files.length) toast(t("photo.too_many", { n: most }));
    prepareAll(room, source, "evidence", (photo) => addPhoto(id, photo));
  };
  return html`
    <ul class="photo-grid">
      ${photos.map((photo) => html`
        <${PhotoTile} key=${photo.id} photo=${photo} load=${bytesOf} progress=${busy ? progress.value[photo.id] : undefined}
          onRemove=${busy ? undefined : () => removePhoto(id, photo.id)} />
      `)}
      ${photos.length < most && !busy && html`
        <li><${PhotoButton} source="camera" words=${t("photo.take")} onFiles=${onFiles} /></li>
        <li><${PhotoButton} source="album" words=${t("photo.choose")} onFiles=${onFiles} /></li>
      `}
    </ul>
    ${storage.value !== "kept" && html`<p class="hint row" role="status"><${Icon} name="triangle-alert" /><span>${t(`snap.storage_${storage.value}`)}</span></p>`}
  `;
}
