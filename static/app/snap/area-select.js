import { get } from "../../shared/api.js";
import { html, useEffect, useId, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { useNewest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";

/** @typedef {import("../../shared/types.js").Area} Area */

/** Levels a place is chosen from, without the map. */
const DEEPEST = "community";

/**
 * @param {string} [parent] code; without it the top
 * @returns {Promise<Area[]>}
 */
const loadAreas = async (parent) => (await get("/areas", { parent })).areas;

/** The streets: the first level with more than one choice below the city. @returns {Promise<Area[]>} */
async function loadStreets() {
  let areas = await loadAreas();
  while (areas.length && ["city", "district"].includes(areas[0].level)) {
    const below = await Promise.all(areas.map(({ code }) => loadAreas(code)));
    areas = below.flat();
  }
  return areas;
}

/** @param {{ label: string, areas: Area[], value: string, onChange: (code: string) => void }} props */
function Select({ label, areas, value, onChange }) {
  const id = useId();
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      <select class="input" id=${id} value=${value} onChange=${(/** @type {any} */ event) => onChange(event.target.value)}>
        <option value="">${t("place.pick")}</option>
        ${areas.map(({ code, name }) => html`<option key=${code} value=${code}>${name}</option>`)}
      </select>
    </div>
  `;
}

/**
 * Street, then community, by list.
 *
 * @param {{ chosen: Area[], onChoose: (areas: Area[]) => void }} props
 */
export function AreaSelect({ chosen, onChoose }) {
  const [streets, setStreets] = useState(/** @type {Area[] | null} */ (null));
  const [communities, setCommunities] = useState(/** @type {Area[]} */ ([]));
  const [fault, setFault] = useState("");
  const [street, community] = chosen;
  const ask = useNewest();

  /** @param {Promise<Area[]>} areas @param {(areas: Area[]) => void} take */
  const load = (areas, take) => {
    const isNewest = ask();
    areas.then((found) => isNewest() && take(found), (error) => isNewest() && setFault(sentenceOf(error)));
  };
  const begin = () => {
    setFault("");
    load(loadStreets(), setStreets);
  };
  useEffect(begin, []);

  /** @param {string} code */
  const pickStreet = (code) => {
    const picked = streets?.find((area) => area.code === code);
    onChoose(picked ? [picked] : []);
    setCommunities([]);
    load(picked ? loadAreas(code) : Promise.resolve([]), (areas) => setCommunities(areas.filter(({ level }) => level === DEEPEST)));
  };
  /** @param {string} code */
  const pickCommunity = (code) => {
    const picked = communities.find((area) => area.code === code);
    onChoose(picked ? [street, picked] : [street]);
  };

  if (fault) return html`<${Failure} words=${fault} onRetry=${begin} />`;
  if (!streets) return html`<${Skeleton} rows=${2} height="3rem" />`;
  return html`
    <${Select} label=${t("place.street")} areas=${streets} value=${street?.code ?? ""} onChange=${pickStreet} />
    ${communities.length > 0 && html`
      <${Select} label=${t("place.community")} areas=${communities} value=${community?.code ?? ""} onChange=${pickCommunity} />
    `}
  `;
}
