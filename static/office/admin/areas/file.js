import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { textOf } from "./text.js";

const LARGEST = 20_000_000;

/** @typedef {{ name: string, collection: unknown }} AreaFile */

/** A GeoJSON file, read here and sent with the form. @param {{ file: AreaFile | null, onChoose: (file: AreaFile | null) => void }} props */
export function FileChoice({ file, onChoose }) {
  const [trouble, setTrouble] = useState("");
  /** @param {any} event */
  const read = async (event) => {
    const [chosen] = event.target.files;
    event.target.value = "";
    if (!chosen) return;
    onChoose(null);
    if (chosen.size > LARGEST) {
      setTrouble(t("office.areas.too_large"));
      return;
    }
    try {
      onChoose({ name: chosen.name, collection: JSON.parse(textOf(await chosen.arrayBuffer())) });
      setTrouble("");
    } catch {
      setTrouble(t("office.areas.not_json"));
    }
  };
  return html`
    <div class="row">
      <label class=${`button ${file ? "quiet" : ""}`}>
        <input type="file" class="visually-hidden" accept=".geojson,.json,application/geo+json,application/json" onChange=${read} />
        <${Icon} name="upload" />${t(file ? "office.areas.other_file" : "office.areas.file")}
      </label>
      ${file && html`<span>${file.name}</span>`}
    </div>
    ${trouble && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${trouble}<//>`}
  `;
}
