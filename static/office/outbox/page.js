import { html, useEffect, useState } from "../../shared/html.js";
import { get } from "../../shared/api.js";
import { formatMoment } from "../../shared/format.js";
import { t } from "../../shared/i18n.js";
import { faultWords } from "../../shared/outbox/fault-words.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Note } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { OvertakenNote } from "../forms/overtaken.js";
import { caseHref } from "../router.js";
import { Page } from "../shell.js";
import { mend } from "./mend.js";
import { applyAgain, discardOrder, foreign, orders, retryOrder } from "./orders.js";
import { flush, progress, sending } from "./sender.js";

/**
 * @typedef {import("./orders.js").Order} Order
 * @typedef {import("../types.js").CaseView} CaseView
 */

const STALE = 412;
/** The case has moved on, or cannot be seen any more. */
const MOVED = [404, 409, STALE];
/** Refused for what it says: the same would be refused again. */
const SAME_FAULT = [...MOVED, 413, 422];

/** What was done, in words. @param {Order} order */
const nameOf = ({ kind, action }) => t(kind === "issue" ? "action.enter_patrol" : `action.${action}`);

/** @param {Order} order */
const hasMoved = ({ kind, status, fault }) =>
  kind === "action" && status === "refused" && fault !== null && MOVED.includes(fault.status);

/** @param {Order} order */
function discard(order) {
  const undo = discardOrder(order);
  toast(t("snap.discarded"), { action: t("snap.undo"), onAction: () => void undo().then(flush) });
}

/** @param {{ icon: string, words: string, onClick: () => void, look?: string }} props */
const Button = ({ icon, words, onClick, look = "quiet" }) => html`
  <button type="button" class=${`button ${look}`} onClick=${onClick}><${Icon} name=${icon} />${words}</button>
`;

/** What others did to the case meanwhile, and a way to do the same again. @param {{ order: Order }} props */
function Moved({ order }) {
  const [fresh, setFresh] = useState(/** @type {CaseView | null} */ (null));
  const load = () => void get(`/cases/${encodeURIComponent(order.target)}`).then(setFresh, () => {});
  useEffect(load, [order.id]);
  if (!fresh) return null;
  const still = fresh.allowed_actions.includes(order.action);
  const again = async () => {
    await applyAgain(order, fresh.version);
    await flush();
  };
  return html`
    <${OvertakenNote} changes=${fresh.timeline.filter(({ seq }) => seq > order.version)} still=${still} />
    ${still && html`<${Button} icon="send" words=${t("outbox.again", { action: nameOf(order) })} look="" onClick=${again} />`}
  `;
}

/** @param {{ order: Order }} props */
function OrderCard({ order }) {
  const { body, created_at, fault, kind, photos, status, subject, target } = order;
  const busy = sending.value === order.id;
  const refused = status === "refused";
  const same = fault !== null && SAME_FAULT.includes(fault.status);
  const resend = async () => {
    await retryOrder(order);
    await flush();
  };
  return html`
    <li class="card stack">
      <p class="row">
        <${Icon} name=${refused ? "triangle-alert" : "hourglass"} />
        <strong class="grow">${nameOf(order)} · ${subject}</strong>
        <span class="muted small numbers">${formatMoment(created_at)}</span>
      </p>
      <p class="muted small">
        ${kind === "action" && html`<a class="numbers" href=${caseHref("all", target)}>${target}</a> · `}
        ${t("unsent.holds", { n: photos.length })}
      </p>
      ${typeof body.words === "string" && html`<p>${body.words}</p>`}
      ${busy
        ? html`<p role="status">${t("unsent.sending")} <progress class="bar" max="1" value=${share(photos)} aria-label=${t("unsent.sending")} /></p>`
        : html`<p class="muted">${t(refused ? "unsent.refused" : fault ? "unsent.later" : "unsent.waiting")}</p>`}
      ${fault && fault.status !== STALE && !busy && html`<${Note} tone=${refused ? "danger" : "warning"}>${faultWords(fault)}<//>`}
      ${hasMoved(order) && html`<${Moved} order=${order} />`}
      ${!busy && html`
        <div class="row">
          ${refused && html`<${Button} icon="pencil" words=${t("unsent.mend")} onClick=${() => mend(order)} />`}
          ${!(refused && same) && html`<${Button} icon="refresh-cw" words=${t("unsent.resend")} onClick=${resend} />`}
          <${Button} icon="trash-2" words=${t("unsent.discard")} onClick=${() => discard(order)} />
        </div>
      `}
    </li>
  `;
}

/** How much of the photos has gone, 0…1. @param {Order["photos"]} photos */
const share = (photos) =>
  photos.reduce((sum, { id, uploaded }) => sum + (uploaded ? 1 : progress.value[id] ?? 0), 0) / Math.max(1, photos.length);

/** What was done on this device and has not reached the city yet. */
export default function OutboxPage() {
  const mine = orders.value;
  return html`
    <${Page} title=${t("office.page.outbox")}>
      <p class="muted">${t("unsent.hint")}</p>
      ${mine.length === 0 && html`<${Empty} icon="circle-check" words=${t("outbox.none")} />`}
      <ul class="stack">${mine.map((order) => html`<${OrderCard} key=${order.id} order=${order} />`)}</ul>
      ${foreign.value > 0 && html`<p class="muted small">${t("outbox.foreign", { n: foreign.value })}</p>`}
    <//>
  `;
}
