import { get } from "../../shared/api.js";
import { formatMoment } from "../../shared/format.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { lazy } from "../lazy.js";

/**
 * @typedef {{ required: boolean, set_at: string | null, codes_left: number }} Standing
 * @typedef {import("./sheet.js").Change} Change
 */

const FactorSheet = lazy(() => import("./sheet.js"), "visually-hidden");

/** What can be changed. @param {Standing} standing @returns {{ change: Change, icon: string }[]} */
function changesOf({ required, set_at }) {
  if (!set_at) return [{ change: "setup", icon: "plus" }];
  return [
    { change: "replace", icon: "repeat" },
    { change: "renew", icon: "refresh-cw" },
    ...(required ? [] : [{ change: /** @type {Change} */ ("remove"), icon: "x" }]),
  ];
}

/** One's own second factor. @param {{ onChanged: () => void }} props it may have ended sessions */
export function FactorCard({ onChanged }) {
  const [standing, setStanding] = useState(/** @type {Standing | null} */ (null));
  const [trouble, setTrouble] = useState("");
  const [change, setChange] = useState(/** @type {Change | null} */ (null));
  const load = async () => {
    try {
      setStanding(await get("/me/second-factor"));
      setTrouble("");
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  useEffect(() => void load(), []);
  const close = () => {
    setChange(null);
    load();
    onChanged();
  };
  return html`
    <section>
      <h2>${t("office.factor")}</h2>
      ${trouble && html`<${Failure} words=${trouble} onRetry=${load} />`}
      ${!standing && !trouble && html`<${Skeleton} rows=${1} />`}
      ${standing && html`
        <div class="cells">
          <p class="cell">
            <${Icon} name="shield-check" />
            <span class="grow">
              ${standing.set_at ? t("office.factor.on", { when: formatMoment(standing.set_at) }) : t("office.factor.off")}
              ${standing.set_at && html`<span class="muted small block">${t("office.factor.left", { n: standing.codes_left })}</span>`}
            </span>
          </p>
          ${changesOf(standing).map((one) => html`
            <button type="button" class="cell" key=${one.change} onClick=${() => setChange(one.change)}>
              <${Icon} name=${one.icon} /><span class="grow">${t(`office.factor.${one.change}`)}</span><${Icon} name="chevron-right" />
            </button>
          `)}
        </div>
      `}
      ${change && html`<${FactorSheet} change=${change} onClose=${close} />`}
    </section>
  `;
}
