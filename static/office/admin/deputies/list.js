import { remove } from "../../../shared/api.js";
import { formatMoment } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Note } from "../../../shared/ui/parts.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { ConfirmButton } from "../../ui/confirm.js";
import { DataList } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";
import { doNow } from "../../write.js";

/**
 * @typedef {{ id: number, absent: { id: number, name: string }, deputy: { id: number, name: string },
 *   organisation: { code: string, name: string }, since: string, until: string, entered_by: string,
 *   stage: "coming" | "running" | "over" }} Deputy
 */

/** @type {Record<string, string>} */
const TONES = { coming: "info", running: "good", over: "" };

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.deputy.absent"), cell: ({ absent }) => absent.name },
  { name: t("office.field.deputy.deputy"), cell: ({ deputy }) => deputy.name },
  { name: t("office.field.person.organisation"), cell: ({ organisation }) => organisation.name },
  { name: t("office.field.deputy.since"), cell: ({ since }) => formatMoment(since) },
  { name: t("office.field.deputy.until"), cell: ({ until }) => formatMoment(until) },
  { name: t("office.deputies.entered_by"), cell: ({ entered_by }) => entered_by },
  { name: t("office.deputies.stage"), cell: ({ stage }) => html`<span class=${`badge ${TONES[stage]}`}>${t(`office.deputies.${stage}`)}</span>` },
];

/** Who stands in for whom. */
export function DeputyList() {
  const loaded = useLoaded("/admin/deputies");
  /** @param {Deputy} one */
  const end = async ({ id }) => {
    if (await doNow(() => remove(`/admin/deputies/${id}`), "office.deputies.ended")) await loaded.reload();
  };
  const tools = (/** @type {Deputy} */ one) => one.stage !== "over" && html`
    <${ConfirmButton} icon="x" words=${t("office.deputies.end")} label=${`${t("office.deputies.end")}: ${one.absent.name} → ${one.deputy.name}`}
      question=${t("office.deputies.end.ask", { absent: one.absent.name, deputy: one.deputy.name })} onConfirm=${() => end(one)} />
  `;
  return html`
    <${Screen} title=${t("office.admin.deputies")} tools=${html`<${NewLink} href=${adminHref("deputies", "new")} words=${t("office.deputies.new")} />`}>
      <${Note}>${t("office.deputies.hint")}<//>
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {{ items: Deputy[] }} */ { items }) => html`
          <${DataList} rows=${items} columns=${columns()} label=${t("office.admin.deputies")} empty=${t("office.deputies.none")}
            keyOf=${(/** @type {Deputy} */ { id }) => id} toolsOf=${tools} />
        `}
      <//>
    <//>
  `;
}
