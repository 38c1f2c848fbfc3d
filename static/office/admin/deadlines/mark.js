import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { useLoaded } from "../../load.js";

/** Beside the calendar in the menu: years that nobody has confirmed. */
export function CalendarMark() {
  const { data } = useLoaded("/calendar");
  const years = data?.unknown_years ?? [];
  return years.length > 0 && html`<span class="badge warning">${t("office.calendar.to_confirm", { years: years.join(" / ") })}</span>`;
}
