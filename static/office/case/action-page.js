import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { useNewest } from "../../shared/newest.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Skeleton } from "../../shared/ui/parts.js";
import { starts } from "../forms/drafts.js";
import { lazy } from "../lazy.js";
import { subjectOf } from "../queue/row-parts.js";
import { caseHref, go, route } from "../router.js";
import { TimeBadge } from "../time-badge.js";
import { afterwards } from "./done.js";
import { openCase, trouble, view } from "./store.js";
import { Trouble } from "./trouble.js";

const ActionForm = lazy(() => import("../forms/action-form.js"), "skeleton form-wait");

/** Whether it is an open whistle that an action waits for. @param {import("../types.js").CaseView} shown @param {string} action */
const waitsForWhistle = (shown, action) =>
  ["finish", "request_suspension"].includes(action) && shown.records.some(({ kind, alive }) => kind === "whistle" && alive);

/**
 * The form of the action named by the address; beside the case where there is room, else alone.
 *
 * @param {{ alone: boolean }} props
 */
export function ActionPage({ alone }) {
  const { queue, number, action } = route.value;
  const shown = view.value;
  const key = `${number}:${action}`;
  const [ready, setReady] = useState("");
  const ask = useNewest();
  useEffect(() => {
    const isNewest = ask();
    openCase(number).then(() => isNewest() && setReady(key));
  }, [key]);
  /** Forms once open stay open when the case moves on: what was typed must not vanish. */
  const known = useRef(/** @type {Record<string, import("../types.js").Field[] | undefined>} */ ({}));
  if (trouble.value) return html`<${Trouble} number=${number} back=${caseHref(queue, alone ? "" : number)} />`;
  if (ready !== key || shown?.number !== number) return html`<div class="pad"><${Skeleton} rows=${3} height="5rem" /></div>`;
  known.current[key] ??= shown.forms[action];
  const fields = known.current[key];
  return html`
    <section class=${`action-page ${alone ? "" : "beside"}`} aria-labelledby="action-title">
      <header class="pane-head">
        <a class="button plain back" href=${caseHref(queue, number)}>
          <${Icon} name=${alone ? "chevron-left" : "x"} />${t(alone ? "office.back" : "shared.close")}
        </a>
        <h1 id="action-title" class="grow">${t(`action.${action}`)}</h1>
      </header>
      ${alone && html`
        <div class="about">
          ${shown.thumb_url && html`<img class="thumb" src=${shown.thumb_url} alt="" />`}
          <p class="grow">${subjectOf(shown)}<span class="muted small block">${shown.address}</span></p>
          ${shown.due_at && html`<${TimeBadge} clock=${shown} kind=${shown.clock} />`}
        </div>
      `}
      ${fields
        ? html`<${ActionForm} key=${`${key}:${starts.value}`} view=${shown} action=${action} fields=${fields}
            onDone=${(/** @type {any} */ fresh) => afterwards(action, fresh)} onKept=${() => go(caseHref(queue, number), { replace: true })} />`
        : html`<${Empty} icon="ban" words=${t(waitsForWhistle(shown, action) ? "office.action.whistled" : "office.action.gone")} />`}
    </section>
  `;
}
