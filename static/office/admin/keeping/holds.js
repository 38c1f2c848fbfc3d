import { post } from "../../../shared/api.js";
import { formatMoment } from "../../../shared/format.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { Sheet } from "../../../shared/ui/sheet.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref, caseHref, go } from "../../router.js";
import { DataList } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";

/**
 * @typedef {{ number: string, state: string, tile: string, address: string, reason: string,
 *   set_at: string, set_by: string }} Hold
 */

const REASON_MOST = 500;

/** @returns {import("../../types.js").Field} */
const reason = () => ({ name: "reason", type: "longtext", required: true, max: REASON_MOST });

/** @param {string} number */
const pathOf = (number) => `/cases/${encodeURIComponent(number)}/hold`;

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.holds.case"), cell: ({ number }) => html`<a href=${caseHref("all", number)}>${number}</a>` },
  { name: t("office.holds.what"), cell: ({ tile, address }) => [t(`tile.${tile}`), address].filter(Boolean).join(" · ") },
  { name: t("office.field.hold.reason"), cell: ({ reason: why }) => why },
  { name: t("office.holds.by"), cell: ({ set_by }) => set_by },
  { name: t("office.holds.since"), cell: ({ set_at }) => formatMoment(set_at), className: "numbers" },
];

/** Asks why before a hold ends. @param {{ hold: Hold, onClose: () => void, onDone: () => void }} props */
const LiftSheet = ({ hold: { number }, onClose, onDone }) => html`
  <${Sheet} title=${t("office.holds.lift")} onClose=${onClose}>
    <div class="stack">
      <p>${t("office.holds.lift.ask", { number })}</p>
      <${RecordForm} name="hold" fields=${[reason()]} submit=${t("office.holds.lift")} danger onDone=${onDone}
        send=${(/** @type {any} */ values) => post(`${pathOf(number)}/lift`, values)} />
    </div>
  <//>
`;

function HoldList() {
  const loaded = useLoaded("/holds");
  const [lifting, setLifting] = useState(/** @type {Hold | null} */ (null));
  const lifted = () => {
    setLifting(null);
    toast(t("office.holds.lifted"));
    loaded.reload();
  };
  const tools = (/** @type {Hold} */ one) => html`
    <button type="button" class="button quiet" aria-label=${`${t("office.holds.lift")}: ${one.number}`} onClick=${() => setLifting(one)}>
      <${Icon} name="lock-open" />${t("office.holds.lift")}
    </button>
  `;
  return html`
    <${Screen} title=${t("office.admin.holds")} tools=${html`<${NewLink} href=${adminHref("holds", "new")} words=${t("office.holds.new")} />`}>
      <${Note}>${t("office.holds.hint")}<//>
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {{ items: Hold[] }} */ { items }) => html`
          <${DataList} rows=${items} columns=${columns()} label=${t("office.admin.holds")} empty=${t("office.holds.none")}
            keyOf=${(/** @type {Hold} */ { number }) => number} toolsOf=${tools} />
        `}
      <//>
      ${lifting && html`<${LiftSheet} hold=${lifting} onClose=${() => setLifting(null)} onDone=${lifted} />`}
    <//>
  `;
}

function NewHold() {
  const done = () => {
    toast(t("office.holds.set"));
    go(adminHref("holds"));
  };
  /** @param {Record<string, any>} values */
  const send = ({ number, reason: why }) => post(pathOf(String(number).trim()), { reason: why });
  return html`
    <${Screen} title=${t("office.holds.new")} back=${adminHref("holds")} narrow>
      <${RecordForm} name="hold" fields=${[{ name: "number", type: "text", required: true, max: 30 }, reason()]}
        submit=${t("office.holds.new")} send=${send} onDone=${done} />
    <//>
  `;
}

/** Cases of which nothing is forgotten: the list, or a new one. @param {{ path: string[] }} props */
export default function HoldsPage({ path: [which] }) {
  return which === "new" ? html`<${NewHold} />` : html`<${HoldList} />`;
}
