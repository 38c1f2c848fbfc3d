import { useDeed } from "../../shared/deed.js";
import { html, useMemo, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { newId } from "../../shared/ids.js";
import { sentenceOf } from "../../shared/problems.js";
import { me } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Note } from "../../shared/ui/parts.js";
import { beginRound, hours, loadCurrent } from "./store.js";

/** @typedef {import("./store.js").Kind} Kind */

const ROUTE_MOST = 200;

/** @returns {Kind[]} */
const myKinds = () => (me.value?.roles.includes("patrol_leader") ? ["morning", "supervision"] : ["supervision"]);

/** Whether a morning check may begin now, by the city's clock. @param {string[]} span */
function inHours([first, last]) {
  const now = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" }).format(new Date());
  return first <= now && now < last;
}

/** What kind of round, along which way, and off. */
export function Start() {
  const kinds = myKinds();
  const timely = hours.value.length === 2 && inHours(hours.value);
  const [kind, setKind] = useState(/** @type {Kind} */ (timely ? kinds[0] : "supervision"));
  const [way, setWay] = useState("");
  const { busy, problem, run } = useDeed();
  const id = useMemo(newId, [kind, way]);

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    run(() => beginRound({ id, kind, route: way.trim() }), (error) => {
      loadCurrent();
      return sentenceOf(error);
    });
  };
  return html`
    <form class="card stack" onSubmit=${submit}>
      ${kinds.length > 1 && html`
        <div class="segments" role="group" aria-label=${t("office.patrol.kind")}>
          ${kinds.map((one) => html`
            <button type="button" key=${one} aria-pressed=${one === kind} onClick=${() => setKind(one)}>${t(`office.patrol.kind.${one}`)}</button>
          `)}
        </div>
      `}
      ${kind === "morning" && !timely && html`
        <${Note} tone="warning" icon="clock">${t("office.patrol.outside_hours", { from: hours.value[0], to: hours.value[1] })}<//>
      `}
      <div class="field">
        <label for="patrol-route">${t("office.patrol.route")} <span class="optional">${t("office.optional")}</span></label>
        <input id="patrol-route" class="input" maxlength=${ROUTE_MOST} value=${way} placeholder=${t("office.patrol.route_example")}
          onInput=${(/** @type {any} */ event) => setWay(event.target.value)} />
      </div>
      ${problem && html`<${Failure} words=${problem} />`}
      <button type="submit" class="button wide" aria-disabled=${busy}><${Icon} name="footprints" />${t("office.patrol.start")}</button>
    </form>
  `;
}
