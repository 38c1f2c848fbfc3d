import { post } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { formatMoment } from "../../shared/format.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";
import { streetAreas } from "../areas.js";

/**
 * @typedef {{ id: number, street: import("../types.js").Named, month: string, number: number, seed: string,
 *   population: number, drawn_at: string, size: number, found: number, false: number }} Draw
 */

/** The city's month, however the phone is set. */
const thisMonth = () => new Intl.DateTimeFormat("sv", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit" }).format();

/** @param {{ reload: () => Promise<void> }} props */
function NewDraw({ reload }) {
  const [street, setStreet] = useState("");
  const [month, setMonth] = useState(thisMonth());
  const { busy, run } = useDeed(toast);
  /** @param {Event} event */
  const draw = (event) => {
    event.preventDefault();
    run(async () => {
      await post("/samples", { street, month });
      await reload();
    });
  };
  return html`
    <form class="row wrap draw" onSubmit=${draw}>
      <label>${t("office.proof.street")}
        <select class="input" required value=${street} onChange=${(/** @type {any} */ event) => setStreet(event.target.value)}>
          <option value="">${t("office.proof.choose")}</option>
          ${(streetAreas() ?? []).map(({ code, name }) => html`<option key=${code} value=${code}>${name}</option>`)}
        </select>
      </label>
      <label>${t("office.proof.month")}
        <input class="input numbers" type="month" required value=${month} onInput=${(/** @type {any} */ event) => setMonth(event.target.value)} />
      </label>
      <button class="button" disabled=${busy || !street}><${Icon} name="list-checks" />${t("office.proof.draw")}</button>
    </form>
  `;
}

/** The draws so far, and one more. @param {{ found: { items: Draw[] }, reload: () => Promise<void> }} props */
export const Draws = ({ found: { items }, reload }) => html`
  <${NewDraw} reload=${reload} />
  ${items.length > 0 && html`
    <ul class="cells">
      ${items.map((draw) => html`
        <li class="cell" key=${draw.id}>
          <span class="grow">
            <span class="block">${draw.street.name} · <span class="numbers">${draw.month}</span></span>
            <span class="muted small block">${t("office.proof.drawn", { size: draw.size, population: draw.population, found: draw.found, wrong: draw.false })}</span>
            <span class="muted small numbers block">${t("office.proof.seed", { seed: draw.seed })} · ${formatMoment(draw.drawn_at)}</span>
          </span>
        </li>
      `)}
    </ul>
  `}
`;
