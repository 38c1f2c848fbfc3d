import { config } from "../config.js";
import { html, useEffect, useState } from "../html.js";
import { t } from "../i18n.js";
import { preparePhoto } from "../photos/prepare.js";
import { Icon } from "./icon.js";
import { toast } from "./toast.js";

/**
 * @typedef {import("../photos/prepare.js").PreparedPhoto} PreparedPhoto
 * @typedef {import("../photos/prepare.js").Role} Role
 */

/** @typedef {(id: string) => Promise<ArrayBuffer | undefined>} Load the bytes of a photo */

/**
 * The address of a picture's bytes while it is on the screen.
 *
 * @param {Omit<PreparedPhoto, "bytes">} photo
 * @param {Load} load
 */
function usePreview({ id, type }, load) {
  const [url, setUrl] = useState("");
  useEffect(() => {
    let made = "";
    let gone = false;
    load(id).then((bytes) => {
      if (gone || !bytes) return;
      made = URL.createObjectURL(new Blob([bytes], { type }));
      setUrl(made);
    });
    return () => {
      gone = true;
      URL.revokeObjectURL(made);
    };
  }, [id]);
  return url;
}

/**
 * @param {{ photo: Omit<PreparedPhoto, "bytes">, load: Load, progress?: number,
 *   onRemove?: () => void }} props `progress` of sending, 0…1
 */
export function PhotoTile({ photo, load, progress, onRemove }) {
  const url = usePreview(photo, load);
  const [unseen, setUnseen] = useState(false);
  const role = t(`photo.${photo.role}`);
  return html`
    <li class="photo-tile">
      ${unseen
        ? html`<span class="unseen"><${Icon} name="image" />${t("photo.no_preview")}</span>`
        : url && html`<img class="photo" src=${url} alt=${role} onError=${() => setUnseen(true)} />`}
      ${onRemove && html`
        <button type="button" class="remove" onClick=${onRemove}>
          <${Icon} name="x" /><span class="visually-hidden">${t("photo.remove", { role })}</span>
        </button>
      `}
      ${progress === undefined
        ? html`<span class="caption">${role}</span>`
        : html`<progress max="1" value=${progress} aria-label=${t("photo.sending", { role })} />`}
    </li>
  `;
}

/**
 * A button that opens the camera or the album. Two inputs, because in-app browsers ignore parts
 * of each.
 *
 * @param {{ source: "camera" | "album", words: string, className?: string,
 *   onTap?: () => void, onFiles: (files: File[], source: "camera" | "album") => void }} props
 */
export function PhotoButton({ source, words, className = "photo-tile add", onTap, onFiles }) {
  const camera = source === "camera";
  /** @param {any} event */
  const onChange = (event) => {
    const files = Array.from(event.target.files ?? []);
    event.target.value = "";
    if (files.length) onFiles(/** @type {File[]} */ (files), source);
  };
  return html`
    <label class=${className}>
      <${Icon} name=${camera ? "camera" : "images"} /><span>${words}</span>
      <input class="visually-hidden" type="file" accept="image/*" capture=${camera ? "environment" : undefined}
        multiple=${!camera} onClick=${onTap} onChange=${onChange} />
    </label>
  `;
}

/**
 * Prepare picked files one after the other: several large pictures at once exhaust small phones.
 *
 * @param {File[]} files
 * @param {"camera" | "album"} source
 * @param {Role} role
 * @param {(photo: PreparedPhoto) => void | Promise<void>} onPhoto
 */
export async function prepareAll(files, source, role, onPhoto) {
  for (const file of files) {
    try {
      const photo = await preparePhoto(file, { source, role });
      if (photo.bytes.byteLength > config.limits.photo_bytes) toast(t("photo.too_large"));
      else await onPhoto(photo);
    } catch {
      toast(t("photo.unreadable"));
    }
  }
}
