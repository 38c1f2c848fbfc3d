import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { go } from "../router.js";
import { change, revise, unsent } from "../outbox/records.js";
import { flush, sending } from "../outbox/send.js";
import { discardWithUndo } from "../snap/draft.js";

/** @typedef {import("../outbox/records.js").Entry} Entry */

/** Refused for who we are or how often, not for what it says: the same can be sent again. */
const SAME_AGAIN = new Set(["sign_in_required", "forbidden"]);

/** @param {Entry} entry */
async function resend(entry) {
  await change(entry.id, { status: "waiting", fault: null });
  await flush();
}

/** @param {Entry} entry */
async function mend(entry) {
  await revise(entry.id);
  go("/snap");
}

/** @param {{ entry: Entry }} props */
function UnsentEntry({ entry }) {
  const { fault, photos } = entry;
  const busy = sending.value === entry.id;
  return html`
    <li class="card stack">
      <p class="row">
        <${Icon} name=${fault ? "triangle-alert" : "hourglass"} />
        <strong class="grow">${t(busy ? "unsent.sending" : fault ? "unsent.refused" : "unsent.waiting")}</strong>
        <span class="muted small">${formatMoment(entry.created_at)}</span>
      </p>
      <p class="muted small">${t("unsent.holds", { n: photos.length })}${entry.words && ` · ${entry.words}`}</p>
      ${fault && html`<p class="note danger"><${Icon} name="info" />${fault.words}</p>`}
      <div class="row">
        ${fault && html`
          <button type="button" class="button" onClick=${() => mend(entry)}>
            <${Icon} name="pencil" />${t("unsent.mend")}
          </button>
        `}
        ${(!fault || SAME_AGAIN.has(fault.code)) && html`
          <button type="button" class="button" aria-disabled=${busy} onClick=${() => !busy && resend(entry)}>
            <${Icon} name="refresh-cw" />${t("unsent.resend")}
          </button>
        `}
        ${!busy && html`
          <button type="button" class="button quiet" onClick=${() => discardWithUndo(entry)}>
            <${Icon} name="trash-2" />${t("unsent.discard")}
          </button>
        `}
      </div>
    </li>
  `;
}

/** Reports that have not reached the city yet. */
export function Unsent() {
  const waiting = unsent();
  if (!waiting.length) return null;
  return html`
    <section class="stack">
      <h2>${t("unsent.title")}</h2>
      <p class="muted small">${t("unsent.hint")}</p>
      <ul class="stack">${waiting.map((entry) => html`<${UnsentEntry} key=${entry.id} entry=${entry} />`)}</ul>
    </section>
  `;
}
