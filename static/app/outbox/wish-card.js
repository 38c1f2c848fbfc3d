import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { ADDS } from "../../shared/outbox/wishes.js";
import { toast } from "../../shared/ui/toast.js";
import { resend } from "./resend.js";
import { UnsentCard } from "./unsent-card.js";
import { discardWish, retryWish, takeBack } from "./wishes.js";

/** @typedef {import("./wishes.js").Wish} Wish */

/** Refused for what it says, or because the case is another one now: the same would be refused again. */
const SAME_FAULT = [404, 409, 412, 413, 422];

/**
 * An answer about a case that has not reached the city yet. It is mended on the page of the case,
 * where one sees how that stands now.
 *
 * @param {{ wish: Wish, allowed?: string[], onMend?: (action: string) => void }} props on that page:
 *   the actions that are possible now, and what opens the form of one
 */
export function WishCard({ wish, allowed, onMend }) {
  const { action, fault, id, photos, status, target, values } = wish;
  const again = status !== "refused" || !(fault && (SAME_FAULT.includes(fault.status) || fault.code === "photos_lost"));
  const way = [action, ...(ADDS.includes(action) ? ADDS : [])].find((one) => allowed?.includes(one));
  const mend = async () => {
    await takeBack(id, way);
    onMend?.(way ?? action);
  };
  const sendAgain = async () => {
    await retryWish(id);
    await resend(id);
  };
  const discard = () => {
    const undo = discardWish(wish);
    toast(t("snap.discarded"), { action: t("snap.undo"), onAction: undo });
  };
  return html`
    <${UnsentCard} item=${wish} title=${t(`do.${action}`)} again=${again} onMend=${way && mend} onResend=${sendAgain} onDiscard=${discard}>
      ${(photos.length > 0 || values.words) && html`
        <p class="muted small">${[photos.length > 0 && t("unsent.holds", { n: photos.length }), values.words].filter(Boolean).join(" · ")}</p>
      `}
      ${!allowed && html`<a class="button quiet" href=${`#/follow/${target}`}>${t("sent.follow")}</a>`}
    <//>
  `;
}
