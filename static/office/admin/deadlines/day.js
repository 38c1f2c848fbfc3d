import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Sheet } from "../../../shared/ui/sheet.js";
import { RecordForm } from "../../forms/record-form.js";
import { labelOf } from "./month.js";

/** @typedef {import("./calendar.js").Day} Day */

/** @returns {import("../../types.js").Field[]} */
const fields = () => [
  { name: "work", type: "select", required: true, options: ["working", "off"].map((value) => ({ value, name: t(`office.calendar.day.${value}`) })) },
  { name: "name", type: "text", required: false, max: 60 },
];

/**
 * Decide about one day.
 *
 * @param {{ day: Day, onClose: () => void, onDecide: (decided: { working: boolean, name: string }) => Promise<void> }} props
 */
export const DaySheet = ({ day, onClose, onDecide }) => html`
  <${Sheet} title=${labelOf(day)} onClose=${onClose}>
    <div class="stack">
      <p class="muted small">${t(`office.calendar.set_by.${day.set_by === null ? "nobody" : day.set_by === "staff" ? "staff" : "published"}`)}</p>
      <${RecordForm} name="day" fields=${fields()} submit=${t("office.form.save")}
        initial=${{ work: day.working ? "working" : "off", name: day.name }}
        send=${(/** @type {Record<string, any>} */ { work, name }) => onDecide({ working: work === "working", name: name ?? "" })} />
    </div>
  <//>
`;
