import { useDeed } from "../../shared/deed.js";
import { formatMoment } from "../../shared/format.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { useLoaded, WhenLoaded } from "../load.js";
import { ItemTime, subjectOf } from "../queue/row-parts.js";
import { caseHref, pageHref } from "../router.js";
import { Page } from "../shell.js";
import { handOver, handovers, loadHandovers, takeOver, trouble } from "./store.js";

/**
 * @typedef {import("./store.js").Handover} Handover
 * @typedef {import("../types.js").CaseItem} CaseItem
 * @typedef {{ case: CaseItem, queue: string }} Matter
 */

const NOTE_MOST = 1000;
const REMARK_MOST = 300;

/** @param {{ item: CaseItem, children?: any }} props */
const CaseLine = ({ item, children }) => html`
  <span class="grow">
    <a href=${caseHref("all", item.number)}>${subjectOf(item)}</a> <${ItemTime} item=${item} />
    <span class="muted small block">${[item.street?.name, item.address].filter(Boolean).join(" · ")} <span class="numbers nowrap">${item.number}</span></span>
    ${children}
  </span>
`;

/** @param {{ one: Handover }} props */
const HandoverCard = ({ one }) => html`
  <article class="card handover">
    <p class="muted small">${t("office.handover.by", { by: one.by, when: formatMoment(one.made_at) })}</p>
    <p class="said">${one.note}</p>
    ${one.items.length > 0 && html`
      <ul class="matters">
        ${one.items.map(({ case: item, remark }) => html`
          <li key=${item.number}><${CaseLine} item=${item}>${remark && html`<span class="remark block">${remark}</span>`}<//></li>
        `)}
      </ul>
    `}
    ${one.taken_at
      ? html`<p class="badge good"><${Icon} name="check" />${t("office.handover.taken", { by: one.taken_by ?? "", when: formatMoment(one.taken_at) })}</p>`
      : one.mine
        ? html`<p class="badge"><${Icon} name="clock" />${t("office.handover.waits")}</p>`
        : html`<button type="button" class="button wide" onClick=${() => takeOver(one.id)}><${Icon} name="clipboard-check" />${t("office.handover.take")}</button>`}
  </article>
`;

/** @param {{ matter: Matter, remark: string | undefined, onChange: (remark: string | undefined) => void }} props */
const MatterRow = ({ matter, remark, onChange }) => html`
  <li class="cell">
    <input type="checkbox" class="pick" aria-label=${t("office.handover.include", { number: matter.case.number })} checked=${remark !== undefined}
      onChange=${() => onChange(remark === undefined ? "" : undefined)} />
    <${CaseLine} item=${matter.case}>
      <span class="badge">${t(`office.queue.${matter.queue}`)}</span>
      ${remark !== undefined && html`
        <input class="input" maxlength=${REMARK_MOST} aria-label=${t("office.handover.remark")} placeholder=${t("office.handover.remark")}
          value=${remark} onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
      `}
    <//>
  </li>
`;

/** Write what the next shift has to know. @param {{ matters: Matter[] }} props all of them go along unless taken out */
function HandoverForm({ matters }) {
  const [note, setNote] = useState("");
  const [chosen, setChosen] = useState(() =>
    /** @type {Record<string, string | undefined>} */ (Object.fromEntries(matters.map((matter) => [matter.case.number, ""]))));
  const { busy, problem, setProblem, run } = useDeed();
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    if (!note.trim()) {
      setProblem(t("office.handover.note_missing"));
      return;
    }
    const items = Object.entries(chosen).flatMap(([number, remark]) => (remark === undefined ? [] : [{ number, remark }]));
    run(async () => {
      await handOver(note.trim(), items);
      setNote("");
      toast(t("office.handover.done"));
    });
  };
  return html`
    <form class="card stack" noValidate onSubmit=${send}>
      <h2>${t("office.handover.write")}</h2>
      ${problem && html`<${Failure} words=${problem} />`}
      <div class="field internal">
        <label for="handover-note">${t("office.handover.note")}</label>
        <p class="audience internal"><${Icon} name="lock" />${t("office.audience.internal")}</p>
        <textarea id="handover-note" class="input" rows="4" maxlength=${NOTE_MOST} value=${note}
          onInput=${(/** @type {any} */ event) => setNote(event.target.value)} />
      </div>
      <h3>${t("office.handover.open_matters")}</h3>
      ${matters.length === 0 && html`<p class="muted">${t("office.handover.no_matters")}</p>`}
      ${matters.length > 0 && html`
        <ul class="cells">
          ${matters.map((matter) => html`
            <${MatterRow} key=${matter.case.number} matter=${matter} remark=${chosen[matter.case.number]}
              onChange=${(/** @type {string | undefined} */ remark) => setChosen((all) => ({ ...all, [matter.case.number]: remark }))} />
          `)}
        </ul>
      `}
      <button type="submit" class="button wide" aria-disabled=${busy}><${Icon} name="hand-helping" />${t("office.handover.send")}</button>
    </form>
  `;
}

/** What shifts leave to each other: to be read and taken over, and to be written. */
export function HandoverPage() {
  const matters = useLoaded("/handovers/matters");
  useEffect(() => void loadHandovers(), []);
  const list = handovers.value;
  return html`
    <${Page} title=${t("office.handover.title")}>
      <a class="button plain back" href=${pageHref("shift")}><${Icon} name="chevron-left" />${t("office.page.shift")}</a>
      ${trouble.value && html`<${Failure} words=${trouble.value} onRetry=${loadHandovers} />`}
      ${!list && !trouble.value && html`<${Skeleton} rows=${2} />`}
      ${list?.filter(({ taken_at, mine }) => !taken_at && !mine).map((one) => html`<${HandoverCard} key=${one.id} one=${one} />`)}
      <${WhenLoaded} from=${matters}>${(/** @type {{ items: Matter[] }} */ { items }) => html`<${HandoverForm} matters=${items} />`}<//>
      <section>
        <h2>${t("office.handover.earlier")}</h2>
        ${list?.length === 0 && html`<${Empty} icon="hand-helping" words=${t("office.handover.none")} />`}
        <div class="stack">
          ${list?.filter(({ taken_at, mine }) => taken_at || mine).map((one) => html`<${HandoverCard} key=${one.id} one=${one} />`)}
        </div>
      </section>
    <//>
  `;
}
