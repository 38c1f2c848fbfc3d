import { call, Problem } from "../../shared/api.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { Seen } from "../../shared/ui/seen.js";
import { Timeline } from "../../shared/ui/timeline.js";
import { toast } from "../../shared/ui/toast.js";
import { useLoaded } from "../load.js";
import { Page } from "../page.js";
import { go, route } from "../router.js";
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

/** One case as its reporter sees it. */
export function CasePage() {
  const { number, code } = route.value.params;
  const headers = codeHeaders(code ?? codeOf(number));
  const [action, setAction] = useState("");
  /** @returns {Promise<FollowedCase>} */
  const load = async () => (await call("GET", `/follow/${encodeURIComponent(number)}`, { headers })).data;
  const { data: view, error, fault, reload, replace } = useLoaded(load, [number]);

  useEffect(() => {
    if (!view || !code) return;
    keepCode(number, code);
    go(`/follow/${number}`, { replace: true });
  }, [view, code]);

  /** @param {FollowedCase} fresh */
  const onDone = (fresh) => {
    replace(fresh);
    setAction("");
    toast(t("case.done"));
  };
  const title = view?.tile ? t(`tile.${view.tile}`) : t("case.title");
  return html`
    <${Page} title=${title} back="/me">
      ${error && !view ? html`<${Closed} error=${error} fault=${fault} onRetry=${reload} />` : null}
      ${!view && !error ? html`<${Skeleton} rows=${4} height="6rem" />` : null}
      ${view && html`
        <${Seen} path=${`/follow/${encodeURIComponent(number)}`} />
        <${Standing} view=${view} />
        <${Actions} view=${view} action=${action} headers=${headers} onChoose=${setAction} onDone=${onDone} onStale=${reload} />
        <${Details} view=${view} />
        <section class="card"><h2>${t("case.timeline")}</h2><${Timeline} events=${view.timeline} /></section>
        <${Share} view=${view} />
        <${Looks} number=${view.case_number} headers=${headers} />
      `}
    <//>
  `;
}
