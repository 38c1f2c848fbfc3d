import { html } from "../../shared/html.js";
import { hasWords, t } from "../../shared/i18n.js";
import { Note } from "../../shared/ui/parts.js";
import { RecordFacts } from "./record-facts.js";

/** Which record an action decides. @param {string} action */
const kindOf = (action) =>
  action === "decide_late_appeal" ? "late_appeal" : (/^(?:approve|refuse)_(.+)$/.exec(action)?.[1] ?? "");

/**
 * Above a form: what is being decided, and what cannot be taken back.
 *
 * @param {{ view: import("../types.js").CaseView, action: string }} props
 */
export function Decided({ view, action }) {
  const record = view.records.find(({ kind, alive }) => alive && kind === kindOf(action));
  const caution = `office.caution.${action}`;
  return html`
    ${record && html`
      <section class="decided" aria-label=${t(`office.record.${record.kind}`)}>
        <p class="muted small">${[t(`office.record.${record.kind}`), record.organisation?.name, record.person].filter(Boolean).join(" · ")}</p>
        <${RecordFacts} record=${record} view=${view} />
      </section>
    `}
    ${hasWords(caution) && html`<${Note} tone="warning" icon="triangle-alert"><p>${t(caution)}</p><//>`}
  `;
}
