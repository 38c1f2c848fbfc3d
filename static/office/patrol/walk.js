import { formatSpan } from "../../shared/format.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { ordersOf } from "../outbox/orders.js";
import { TargetStrip } from "../outbox/strip.js";
import { Found, RoundFacts } from "./found.js";
import { Issue } from "./issue.js";
import { Start } from "./start.js";
import { current, ended, endRound, loadCurrent, trouble } from "./store.js";

/** @typedef {import("./store.js").Round} Round */

/** @param {{ round: Round }} props */
function EndButton({ round }) {
  const [asking, setAsking] = useState(false);
  const unsent = ordersOf(round.id).length;
  const finish = async () => {
    try {
      await endRound(round.id);
    } catch (error) {
      setAsking(false);
      toast(sentenceOf(error));
    }
  };
  return html`
    <button type="button" class="button quiet wide" onClick=${() => setAsking(true)}><${Icon} name="flag" />${t("office.patrol.end")}</button>
    ${asking && html`
      <${Sheet} title=${t("office.patrol.end")} onClose=${() => setAsking(false)}
        footer=${unsent === 0 && html`<button type="button" class="button wide" onClick=${finish}>${t("office.patrol.end_now")}</button>`}>
        <p>${t(unsent ? "outbox.before_end" : "office.patrol.end_about", { n: unsent || round.issues })}</p>
      <//>
    `}
  `;
}

/** How many of each kind of problem. @param {Round} round */
function countsOf(round) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { category, tile } of round.cases) {
    const name = category?.name ?? t(`tile.${tile}`);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((one, other) => other[1] - one[1]);
}

/** @param {{ round: Round }} props */
function Summary({ round }) {
  const span = Date.parse(round.ended_at ?? "") - Date.parse(round.started_at);
  return html`
    <section class="card stack" role="status">
      <h2 class="row"><${Icon} name="circle-check" />${t("office.patrol.done")}</h2>
      <${RoundFacts} round=${round} />
      <p>${t("office.patrol.sum", { n: round.issues, span: formatSpan(span) })}</p>
      ${round.cases.length > 0 && html`
        <ul class="counts">${countsOf(round).map(([name, n]) => html`<li key=${name}><span class="grow">${name}</span><strong class="numbers">${n}</strong></li>`)}</ul>
      `}
    </section>
    <button type="button" class="button wide" onClick=${() => { ended.value = null; }}><${Icon} name="plus" />${t("office.patrol.again")}</button>
    <${Found} round=${round} />
  `;
}

/** Begin a round, or go on with the one that is open. */
export function Walk() {
  const round = current.value;
  const unsent = round ? ordersOf(round.id).length : 0;
  useEffect(() => void loadCurrent(), [unsent]);
  /** @param {string} number */
  const onSent = (number) => {
    toast(number ? t("office.patrol.sent", { number }) : t("outbox.gone"));
    loadCurrent();
  };
  if (round === undefined) {
    return trouble.value ? html`<${Failure} words=${trouble.value} onRetry=${loadCurrent} />` : html`<${Skeleton} rows=${2} height="6rem" />`;
  }
  if (!round) return ended.value ? html`<${Summary} round=${ended.value} />` : html`<${Start} />`;
  return html`
    <${RoundFacts} round=${round} />
    <${Issue} round=${round.id} onSent=${onSent} rest=${html`<${TargetStrip} target=${round.id} /><${Found} round=${round} /><${EndButton} round=${round} />`} />
  `;
}
