import { html, useMemo, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { lazy } from "../../lazy.js";
import { FileChoice } from "../areas/file.js";

const OutlineMap = lazy(() => import("../areas/outline-map.js"), "map outline-map");

/** @typedef {{ type: string, coordinates: any[] }} Geometry GeoJSON in WGS-84 */

/** Every polygon of a GeoJSON document. @param {any} part @returns {any[]} */
function polygonsOf(part) {
  switch (part?.type) {
    case "FeatureCollection": return (part.features ?? []).flatMap(polygonsOf);
    case "GeometryCollection": return (part.geometries ?? []).flatMap(polygonsOf);
    case "Feature": return polygonsOf(part.geometry);
    case "Polygon": return [part.coordinates];
    case "MultiPolygon": return part.coordinates ?? [];
    default: return [];
  }
}

/** All polygons of a document as one shape; nothing where there is none. @param {any} document @returns {Geometry | null} */
function shapeOf(document) {
  const polygons = polygonsOf(document);
  if (polygons.length === 0) return null;
  return polygons.length === 1 ? { type: "Polygon", coordinates: polygons[0] } : { type: "MultiPolygon", coordinates: polygons };
}

/** @param {Geometry | null} geometry @param {string} name */
const feature = (geometry, name) => geometry && { type: "Feature", geometry, properties: { name } };

/**
 * Where a task force works: a polygon from a GeoJSON file, seen on the map before it is saved.
 *
 * @param {{ name: string, before: Geometry | null, shape: Geometry | null, onShape: (shape: Geometry | null) => void }} props
 *   `before` is what counts now
 */
export function Scope({ name, before, shape, onShape }) {
  const [file, setFile] = useState(/** @type {import("../areas/file.js").AreaFile | null} */ (null));
  const [empty, setEmpty] = useState(false);
  const changed = shape !== before;
  const drawn = useMemo(() => ({ before: changed ? feature(before, name) : null, after: feature(shape, name) }), [before, shape]);
  /** @param {import("../areas/file.js").AreaFile | null} chosen */
  const take = (chosen) => {
    const found = chosen && shapeOf(chosen.collection);
    setFile(found ? chosen : null);
    setEmpty(Boolean(chosen) && !found);
    if (found) onShape(found);
  };
  const drop = () => {
    setFile(null);
    onShape(null);
  };
  return html`
    <div class="field" role="group" aria-labelledby="scope-label">
      <p class="label" id="scope-label">${t("office.task_forces.scope")} <span class="optional">${t("office.optional")}</span></p>
      <p class="hint">${t("office.task_forces.scope_hint")}</p>
      <div class="row">
        <${FileChoice} file=${file} onChoose=${take} />
        ${shape && html`<button type="button" class="button plain" onClick=${drop}><${Icon} name="x" />${t("office.task_forces.no_scope")}</button>`}
      </div>
      ${empty && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${t("office.task_forces.no_polygon")}<//>`}
      ${shape && html`<${OutlineMap} ...${drawn} label=${t("office.task_forces.map", { name })} />`}
      ${changed && html`<${Note} icon="info" role="status">${t("office.task_forces.unsaved")}<//>`}
    </div>
  `;
}
