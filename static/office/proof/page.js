import { get } from "../../shared/api.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { may } from "../../shared/session.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { Page } from "../shell.js";
import { Alarms } from "./alarms.js";
import { Draws } from "./draws.js";
import { Nights } from "./nights.js";
import { SpotChecks } from "./spot-checks.js";

/**
 * A part of the page: the permission that shows it, the address its content comes from.
 *
 * @typedef {{ name: string, needs: string, path: string, Content: (props: any) => any }} Part
 */

/** @type {Part[]} */
const PARTS = [
  { name: "spot_checks", needs: "spot_check.read", path: "/spot-checks", Content: SpotChecks },
  { name: "alarms", needs: "alarm.read", path: "/alarms", Content: Alarms },
  { name: "draws", needs: "spot_check.draw", path: "/samples", Content: Draws },
  { name: "nights", needs: "journal.read", path: "/journal-checks", Content: Nights },
];

/** @param {{ part: Part }} props */
function PartCard({ part: { name, path, Content } }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [fault, setFault] = useState("");
  const load = () => {
    setFault("");
    return get(path).then(setFound, (error) => setFault(sentenceOf(error)));
  };
  useEffect(() => void load(), []);
  return html`
    <section class="card stack" id=${`proof-${name}`}>
      <h2>${t(`office.proof.${name}`)}</h2>
      <p class="muted small">${t(`office.proof.${name}.about`)}</p>
      ${fault && html`<${Failure} words=${fault} onRetry=${load} />`}
      ${!found && !fault && html`<${Skeleton} rows=${2} />`}
      ${found && html`<${Content} found=${found} reload=${load} />`}
    </section>
  `;
}

/** 督查: what has to be looked at again, and what is odd. */
export default function ProofPage() {
  return html`
    <${Page} title=${t("office.page.alarms")}>
      ${PARTS.filter(({ needs }) => may(needs)).map((part) => html`<${PartCard} key=${part.name} part=${part} />`)}
    <//>
  `;
}
