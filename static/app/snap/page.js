import { html, useEffect, useState } from "../../shared/html.js";
import { laterWords, t } from "../../shared/i18n.js";
import { storage } from "../../shared/outbox/storage.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { hasAgreed } from "../device/preferences.js";
import { Emergency } from "../emergency.js";
import { entryOf } from "../outbox/records.js";
import { awaited, progress, sending } from "../outbox/send.js";
import { Page } from "../page.js";
import { go, route } from "../router.js";
import { outside } from "./address.js";
import { Capture } from "./capture.js";
import { ContactCard } from "./contact-card.js";
import { discardWithUndo, draft, edit, missing, preparing, sendDraft, startCapture } from "./draft.js";
import { PlaceCard } from "./place-card.js";
import { SnapPhotos } from "./photos.js";
import { JoinCard, SimilarCard } from "./similar-card.js";
import { TileCard } from "./tile-card.js";
import { WordsCard } from "./words-card.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/** Who sees nothing move for so long is told that it waits on this phone. */
const PATIENCE_MS = 15_000;

/** Follow a record to its end: to the receipt, or to what waits on this phone. @param {string} id */
function follow(id) {
  const entry = entryOf(id);
  if (entry?.status === "sent") go(`/sent/${id}`, { replace: true });
  else if (!sending.value) go("/me", { replace: true });
}

/** @param {{ entry: Entry, onFault: (fault: string) => void, onSent: (id: string) => void }} props */
function SendBar({ entry, onFault, onSent }) {
  const lack = missing(entry) ?? (outside.value && !entry.join ? "place" : null);
  const send = () => {
    onFault(lack ?? "");
    if (lack) document.getElementById(lack)?.scrollIntoView({ block: "center" });
    else {
      if (!hasAgreed() || !entry.consent) startCapture();
      onSent(sendDraft(entry));
    }
  };
  return html`
    <div class="send-bar">
      <p class="muted small" role="status">${t(lack ? `snap.lacks_${lack}` : "snap.ready")}</p>
      <button type="button" class="button wide" onClick=${send}>
        <${Icon} name="send" />${t(entry.join ? "join.send" : "action.submit")}
      </button>
    </div>
  `;
}

/** @param {{ entry: Entry }} props */
function Sending({ entry }) {
  useEffect(() => {
    const timer = setTimeout(() => follow(entry.id), 400);
    return () => clearTimeout(timer);
  }, [entry.status, sending.value]);
  useEffect(() => {
    const timer = setTimeout(() => go("/me", { replace: true }), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [entry, progress.value]);
  useEffect(() => {
    awaited.value = entry.id;
    return () => { awaited.value = null; };
  }, []);
  return html`
    <${Note} tone="good" icon="send" role="status">${t("snap.sending")}<//>
    <${SnapPhotos} entry=${entry} locked />
  `;
}

/** Whether there is something to go on with; words may have come before the first photo. @param {Entry} entry */
const isBegun = ({ photos, join, words, phone, address, place }) =>
  photos.length > 0 || Boolean(join || words || phone || address || (place && "area_code" in place));

/** The report on one screen: two taps send it. */
export function SnapPage() {
  const [sent, setSent] = useState("");
  const [fault, setFault] = useState("");
  /** @type {[any, (part: any) => void]} */
  const [Guardian, setGuardian] = useState(null);
  useEffect(() => {
    Promise.all([import("./guardian.js"), laterWords()]).then(([part]) => setGuardian(() => part.Guardian), () => {});
  }, []);
  const { number } = route.value.params;
  useEffect(() => {
    if (number && draft.value?.join !== number) edit({ join: number });
  }, [number]);

  const onWay = entryOf(sent);
  const entry = draft.value;
  const begun = entry && isBegun(entry);
  if (onWay) {
    return html`<${Page} title=${t("snap.title")}><${Sending} entry=${onWay} /><//>`;
  }
  return html`
    <${Page} title=${t(entry?.join ? "action.join" : "snap.title")}>
      <${Emergency} />
      ${storage.value !== "kept" && html`<${Note} tone="warning" icon="triangle-alert">${t(`snap.storage_${storage.value}`)}<//>`}
      ${entry && html`<${JoinCard} entry=${entry} />`}
      ${entry && (entry.photos.length || preparing.value) ? html`<${SnapPhotos} entry=${entry} />` : html`<${Capture} />`}
      ${entry && begun && html`
        ${(!entry.join || entry.place) && html`<${PlaceCard} entry=${entry} />`}
        <${SimilarCard} entry=${entry} />
        ${!entry.join && html`<${TileCard} entry=${entry} />`}
        <${WordsCard} entry=${entry} />
        <${ContactCard} entry=${entry} fault=${fault === "phone"} />
        ${Guardian && html`<${Guardian} entry=${entry} />`}
        <button type="button" class="button plain" onClick=${() => discardWithUndo(entry)}>
          <${Icon} name="trash-2" />${t("snap.discard")}
        </button>
        <${SendBar} entry=${entry} onFault=${setFault} onSent=${setSent} />
      `}
    <//>
  `;
}
