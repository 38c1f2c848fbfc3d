import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { go } from "../router.js";
import { mend, retry, unsent } from "../outbox/records.js";
import { resend } from "../outbox/resend.js";
import { UnsentCard } from "../outbox/unsent-card.js";
import { WishCard } from "../outbox/wish-card.js";
import { isMine } from "../outbox/wishes.js";
import { discardWithUndo } from "../snap/draft.js";

/**
 * @typedef {import("../outbox/records.js").Entry} Entry
 * @typedef {import("../outbox/wishes.js").Wish} Wish
 */

/** Refused for what it says: the same would be refused again. */
const SAME_FAULT = [409, 413, 422];

/** @param {Entry} entry */
async function sendAgain({ id }) {
  await retry(id);
  await resend(id);
}

/** @param {Entry} entry */
async function change(entry) {
  await mend(entry.id);
  go("/snap");
}

/** @param {{ entry: Entry }} props */
function UnsentEntry({ entry }) {
  const { fault, photos, status, words } = entry;
  const again = status !== "refused" || !(fault && (SAME_FAULT.includes(fault.status) || fault.code === "photos_lost"));
  return html`
    <${UnsentCard} item=${entry} again=${again} onMend=${() => change(entry)} onResend=${() => sendAgain(entry)} onDiscard=${() => discardWithUndo(entry)}>
      <p class="muted small">${t("unsent.holds", { n: photos.length })}${words && ` · ${words}`}</p>
    <//>
  `;
}

/** @param {Entry | Wish} item @returns {item is Wish} */
const isWish = (item) => "kind" in item;

/** What has not reached the city yet; what somebody else has written here is only counted. */
export function Unsent() {
  const waiting = unsent();
  const mine = waiting.filter((item) => !isWish(item) || isMine(item));
  if (!waiting.length) return null;
  return html`
    <section class="stack">
      <h2>${t("unsent.title")}</h2>
      <p class="muted small">${t("unsent.hint")}</p>
      <ul class="stack">
        ${mine.map((item) => html`
          <li key=${item.id} class="card stack">
            ${isWish(item) ? html`<${WishCard} wish=${item} />` : html`<${UnsentEntry} entry=${item} />`}
          </li>
        `)}
      </ul>
      ${mine.length < waiting.length && html`<p class="muted small">${t("outbox.foreign", { n: waiting.length - mine.length })}</p>`}
    </section>
  `;
}
