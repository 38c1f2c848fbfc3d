import { call, Problem } from "../../shared/api.js";
import { html, useEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { useLapsedPhotos } from "../../shared/photos/lapsed.js";
import { me } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { Seen } from "../../shared/ui/seen.js";
import { Timeline } from "../../shared/ui/timeline.js";
import { toast } from "../../shared/ui/toast.js";
import { useLoaded } from "../load.js";
import { nameOf } from "../mine/report-cell.js";
import { Page } from "../page.js";
import { go, route } from "../router.js";
import { openFormOf, pendingOf, watchWishes } from "../outbox/wishes.js";
import { WishCard } from "../outbox/wish-card.js";
import { Actions } from "./actions.js";
import { codeHeaders, codeOf, keepCode } from "./codes.js";
import { Details } from "./details.js";
import { Looks } from "./looks.js";
import { Share } from "./share.js";
import { Standing } from "./standing.js";

/** @typedef {import("../../shared/types.js").FollowedCase} FollowedCase */

/** What cannot be opened from here: say how it can. @param {{ error: unknown, fault: string, onRetry: () => void }} props */
const Closed = ({ error, fault, onRetry }) =>
  error instanceof Problem && [401, 403, 404].includes(error.status)
    ? html`
      <${Failure} words=${t("follow.unknown")} />
      <a class="button quiet" href="#/follow"><${Icon} name="search" />${t("follow.title")}</a>
    `
    : html`<${Failure} words=${fault} onRetry=${onRetry} />`;

/** What was written about the case and is only on this device. @param {{ view: FollowedCase, onMend: (action: string) => void }} props */
const Pending = ({ view, onMend }) =>
  pendingOf(view.case_number).map((wish) => html`
    <section key=${wish.id} class="card stack"><${WishCard} wish=${wish} allowed=${view.allowed_actions} onMend=${onMend} /></section>
  `);

/** One case as its reporter sees it. */
export function CasePage() {
  const { number, code } = route.value.params;
  const headers = codeHeaders(code ?? codeOf(number));
  const [action, setAction] = useState("");
  /** @returns {Promise<FollowedCase>} */
  const load = async () => (await call("GET", `/follow/${encodeURIComponent(number)}`, { headers })).data;
  const { data: view, error, fault, reload, replace } = useLoaded(load, [number]);
  useLapsedPhotos(reload);

  useEffect(() => {
    if (!view || !code) return;
    keepCode(number, code);
    go(`/follow/${number}`, { replace: true });
  }, [view, code]);

  const comeBack = () => setAction((present) => present || openFormOf(number)); // as the phone ended it
  useEffect(() => void watchWishes().then(comeBack), [number, me.value?.kind]);
  const left = pendingOf(number).length;
  const before = useRef(left);
  useEffect(() => {
    if (left < before.current && !action) reload(); // what was kept has gone
    before.current = left;
  }, [left]);

  /** @param {FollowedCase | null} fresh */
  const onDone = (fresh) => {
    if (fresh) replace(fresh);
    else reload();
    setAction("");
    toast(t("case.done"));
  };
  const onKept = () => {
    setAction("");
    toast(t("outbox.kept"));
  };
  const title = view ? nameOf(view.tile) : t("case.title");
  return html`
    <${Page} title=${title} back="/me">
      ${error && !view ? html`<${Closed} error=${error} fault=${fault} onRetry=${reload} />` : null}
      ${!view && !error ? html`<${Skeleton} rows=${4} height="6rem" />` : null}
      ${view && html`
        <${Seen} path=${`/follow/${encodeURIComponent(number)}`} />
        <div class="halves">
          <div class="stack">
            <${Standing} view=${view} />
            ${!action && html`<${Pending} view=${view} onMend=${setAction} />`}
            <${Actions} view=${view} action=${action} onChoose=${setAction} onDone=${onDone} onKept=${onKept} onStale=${reload} />
            <${Details} view=${view} />
          </div>
          <div class="stack">
            <section class="card"><h2>${t("case.timeline")}</h2><${Timeline} events=${view.timeline} /></section>
            <${Share} view=${view} />
            <${Looks} number=${view.case_number} headers=${headers} />
          </div>
        </div>
      `}
    <//>
  `;
}
