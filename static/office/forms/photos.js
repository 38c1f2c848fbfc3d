import { config } from "../../shared/config.js";
import { html, useEffect } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { storage } from "../../shared/outbox/storage.js";
import { PhotoButton } from "../../shared/ui/photo-picker.js";
import { toast } from "../../shared/ui/toast.js";
import { askPosition } from "../photos/position.js";
import { addFiles, referencesTo, removeShot, retry, showKnown } from "../photos/shots.js";

/**
 * @typedef {import("./types.js").ControlProps} ControlProps
 * @typedef {import("../photos/shots.js").Shot} Shot
 */

/** What a photo shows, by the action it proves. @type {Record<string, import("../photos/shots.js").Role>} */
const ROLES = { finish: "after", repair_now: "after", report: "near" };

/** Actions whose photos have to say where they were taken. */
const PROOFS = ["finish", "repair_now", "check_pass"];

/**
 * @param {{ shot: Shot, onRemove: () => void, onRetry: () => void }} props
 */
function ShotTile({ shot, onRemove, onRetry }) {
  const role = t(`photo.${shot.role}`);
  return html`
    <li class="photo-tile">
      ${shot.preview
        ? html`<img class="photo" src=${shot.preview} alt=${role} />`
        : html`<span class="unseen"><${Icon} name="image" />${t("photo.no_preview")}</span>`}
      <button type="button" class="remove" onClick=${onRemove}>
        <${Icon} name="x" /><span class="visually-hidden">${t("photo.remove", { role })}</span>
      </button>
      ${(shot.fault || shot.held) && html`
        <button type="button" class="again" onClick=${onRetry}><${Icon} name="refresh-cw" />${t("office.photo.again")}</button>
      `}
      ${!shot.fault && !shot.held && !shot.sent && html`
        <progress class="bar" max="1" value=${shot.share} aria-label=${t("photo.sending", { role })} />
      `}
      ${shot.sent && html`<span class="caption"><${Icon} name="check" />${role}</span>`}
    </li>
  `;
}

/** Take, choose and remove photos; each is sent at once. @param {ControlProps} props */
function Photos({ field, value, onChange, action }) {
  /** @type {Shot[]} */
  const shots = value;
  const most = field.max ?? config.limits.photos;
  const held = shots.filter((shot) => shot.held);
  useEffect(() => void showKnown(onChange), []);
  useEffect(() => {
    const again = () => held.forEach((shot) => retry(shot, onChange));
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [held.length]);
  /** @param {File[]} files @param {"camera" | "album"} source */
  const onFiles = (files, source) => {
    if (files.length > most - shots.length) toast(t("photo.too_many", { n: most }));
    addFiles(files.slice(0, most - shots.length), { source, role: ROLES[action] ?? "evidence" }, onChange, toast);
  };
  const lacksPlace = PROOFS.includes(action) && shots.some(({ sent, held, lat }) => (sent || held) && lat === null);
  const faults = [...new Set(shots.map(({ fault }) => fault).filter(Boolean))];
  return html`
    <ul class="photo-grid">
      ${shots.map((shot) => html`
        <${ShotTile} key=${shot.id} shot=${shot} onRetry=${() => retry(shot, onChange)}
          onRemove=${() => removeShot(shot.id, onChange)} />
      `)}
      ${shots.length < most && html`
        <li><${PhotoButton} source="camera" words=${t("photo.take")} onTap=${askPosition} onFiles=${onFiles} /></li>
        <li><${PhotoButton} source="album" words=${t("photo.choose")} onFiles=${onFiles} /></li>
      `}
    </ul>
    ${storage.value !== "kept" && html`<p class="hint row" role="status"><${Icon} name="triangle-alert" /><span>${t(`snap.storage_${storage.value}`)}</span></p>`}
    ${held.length > 0 && html`<p class="hint row" role="status"><${Icon} name="hourglass" /><span>${t("outbox.photos_kept", { n: held.length })}</span></p>`}
    ${lacksPlace && html`<p class="hint row" role="status"><${Icon} name="map-pin" /><span>${t("office.photo.no_position")}</span></p>`}
    ${faults.map((fault) => html`<p class="error" role="alert" key=${fault}><${Icon} name="triangle-alert" />${fault}</p>`)}
  `;
}

/** @type {import("./types.js").Kind} */
export const photos = {
  Input: Photos,
  empty: () => [],
  isEmpty: (value) => value.length === 0,
  fault: (/** @type {Shot[]} */ value, { min = 0 }) => (value.length < min ? t("office.fault.photos") : null),
  payload: referencesTo,
};
