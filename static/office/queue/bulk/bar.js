import { html, useEffect, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { iconOf } from "../../case/action-button.js";
import { MOST, picked, picking, pickOnly, together } from "../picked.js";
import { items } from "../store.js";
import { BulkSheet } from "./sheet.js";

/** What can be done to all chosen cases at once, at the end of the list. */
export default function BulkBar() {
  const [action, setAction] = useState("");
  const chosen = picked.value;
  useEffect(() => () => {
    pickOnly([]);
    picking.value = false;
  }, []);
  if (chosen.length === 0 && !action) return null;
  const all = (items.value ?? []).map(({ number }) => number);
  return html`
    <section class="bulk-bar" aria-label=${t("office.bulk")}>
      <p class="grow" role="status"><strong>${t("office.bulk.chosen", { n: chosen.length })}</strong></p>
      ${chosen.length < Math.min(all.length, MOST) && html`
        <button type="button" class="button plain" onClick=${() => pickOnly(all)}>${t("office.bulk.all", { n: Math.min(all.length, MOST) })}</button>
      `}
      <button type="button" class="button plain" onClick=${() => pickOnly([])}>${t("office.bulk.none")}</button>
      ${together.value.map((name) => html`
        <button type="button" key=${name} class="button" data-action=${name} onClick=${() => setAction(name)}>
          <${Icon} name=${iconOf(name)} />${t(`action.${name}`)}
        </button>
      `)}
      ${together.value.length === 0 && html`<span class="muted small">${t("office.bulk.nothing")}</span>`}
    </section>
    ${action && html`<${BulkSheet} action=${action} cases=${chosen} onClose=${() => setAction("")} />`}
  `;
}
