import { get } from "../../shared/api.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { pageHref } from "../router.js";
import { Found, RoundFacts } from "./found.js";

/** @typedef {import("./store.js").Round} Round */

/** A round of the past. @param {{ id: string }} props */
export function PastRound({ id }) {
  const [round, setRound] = useState(/** @type {Round | null} */ (null));
  const [fault, setFault] = useState("");
  useEffect(() => {
    get(`/patrols/${id}`).then(setRound, (error) => setFault(sentenceOf(error)));
  }, [id]);
  if (fault) return html`<${Failure} words=${fault} />`;
  if (!round) return html`<${Skeleton} rows=${3} />`;
  return html`
    <a class="button plain" href=${pageHref("patrol", "figures")}><${Icon} name="chevron-left" />${t("office.patrol.figures")}</a>
    <p>${round.leader.name}</p>
    <${RoundFacts} round=${round} />
    ${round.cases.length === 0 && html`<${Empty} icon="circle-check" words=${t("office.patrol.nothing_found")} />`}
    <${Found} round=${round} />
  `;
}
