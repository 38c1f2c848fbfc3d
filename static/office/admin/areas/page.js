import { post } from "../../../shared/api.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { sentenceOf } from "../../../shared/problems.js";
import { Note } from "../../../shared/ui/parts.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { forgetLookups } from "../../lookups.js";
import { Screen } from "../../ui/screen.js";
import { FileChoice } from "./file.js";
import { PreviewReport } from "./report.js";

const LEVELS = ["city", "district", "street", "community", "grid"];
const DATUMS = ["wgs84", "gcj02", "bd09"];

/** @typedef {import("./report.js").Preview} Preview */

/** @param {{ items: { code: string, name: string, depth: number }[] }} tree @returns {import("../../types.js").Field[]} */
const fieldsOf = ({ items }) => [
  { name: "level", type: "select", required: true, options: LEVELS.map((level) => ({ value: level, name: t(`office.areas.level.${level}`) })) },
  { name: "datum", type: "select", required: true, options: DATUMS.map((datum) => ({ value: datum, name: t(`office.areas.datum.${datum}`) })) },
  {
    name: "parent",
    type: "select",
    required: false,
    options: items.map(({ code, name, depth }) => ({ value: code, name: "\u3000".repeat(depth) + name })),
  },
  { name: "kind", type: "text", required: false, max: 32 },
  { name: "label", type: "text", required: false, max: 60 },
];

/** Boundaries from a file: look at what would change, then do it. */
export default function AreasPage() {
  const tree = useLoaded("/admin/areas");
  const [file, setFile] = useState(/** @type {{ name: string, collection: unknown } | null} */ (null));
  const [asked, setAsked] = useState(/** @type {any} */ (null));
  const [seen, setSeen] = useState(/** @type {Preview | null} */ (null));
  const [done, setDone] = useState(/** @type {{ counts: Record<string, number> } | null} */ (null));
  const [trouble, setTrouble] = useState("");

  const look = async (/** @type {Record<string, any>} */ values) => {
    const request = { ...values, source: file?.name, collection: file?.collection };
    const answer = await post("/admin/areas/preview", request);
    setAsked(request);
    return answer;
  };
  const apply = async () => {
    try {
      setDone(await post("/admin/areas/import", { ...asked, edition: seen?.edition }));
      setTrouble("");
      forgetLookups();
      setSeen(null);
      setFile(null);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  const choose = (/** @type {{ name: string, collection: unknown } | null} */ chosen) => {
    setFile(chosen);
    setSeen(null);
    setDone(null);
    setTrouble("");
  };
  return html`
    <${Screen} title=${t("office.admin.areas")}>
      <p class="muted">${t("office.areas.hint")}</p>
      ${done && html`<${Note} tone="good" icon="circle-check" role="status">${t("office.areas.done", done.counts)}<//>`}
      <section class="card stack area-form">
        <${FileChoice} file=${file} onChoose=${choose} />
        ${file && html`
          <${WhenLoaded} from=${tree}>
            ${(/** @type {any} */ data) => html`
              <${RecordForm} name="area_import" fields=${fieldsOf(data)} initial=${{ level: "street", datum: "wgs84" }}
                submit=${t("office.areas.look")} send=${look} onDone=${setSeen} />
            `}
          <//>
        `}
      </section>
      ${trouble && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${trouble}<//>`}
      ${seen && html`<${PreviewReport} seen=${seen} onApply=${apply} />`}
    <//>
  `;
}
