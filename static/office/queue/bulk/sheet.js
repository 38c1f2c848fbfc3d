import { useDeed } from "../../../shared/deed.js";
import { html, useEffect, useMemo, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { me } from "../../../shared/session.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Failure } from "../../../shared/ui/parts.js";
import { Sheet } from "../../../shared/ui/sheet.js";
import { toast } from "../../../shared/ui/toast.js";
import { FieldRow } from "../../forms/field.js";
import { createForm } from "../../forms/form.js";
import { suggestions } from "../../forms/suggest.js";
import { pickOnly } from "../picked.js";
import { subjectOf } from "../row-parts.js";
import { items, loadQueues, refresh } from "../store.js";
import { bulkIntention } from "./send.js";

/**
 * @typedef {import("../../types.js").CaseItem} CaseItem
 * @typedef {import("./send.js").Result} Result
 */

/** What all cases get from one form. @type {Record<string, import("../../types.js").Field[]>} */
const FIELDS = {
  accept: [
    { name: "category", type: "category", required: true },
    { name: "condition", type: "condition", required: true },
  ],
  dispatch: [{ name: "organisation", type: "organisation", required: true }],
  acknowledge: [],
  assign_person: [{ name: "person", type: "person", required: true }],
};

/**
 * What each case gets by itself, where everything is known without asking; else `null`.
 *
 * @param {string} action
 * @param {CaseItem} item
 * @returns {Record<string, unknown> | null}
 */
function ownOf(action, item) {
  if (action === "accept") {
    const found = suggestions("accept")?.of(item.tile);
    return found ? { category: found.category.code, condition: found.condition.id } : null;
  }
  const office = action === "dispatch" && item.suggested_organisation;
  return office ? { organisation: office.code } : null;
}

/** @param {{ results: Result[], cases: CaseItem[] }} props */
const Refused = ({ results, cases }) => html`
  <ul class="cells">
    ${results.map(({ number, detail }) => html`
      <li class="cell" key=${number}>
        <${Icon} name="triangle-alert" />
        <span class="grow">
          ${subjectOf(cases.find((one) => one.number === number) ?? { category: null, tile: null })} <span class="muted small numbers">${number}</span>
          <span class="small block">${detail}</span>
        </span>
      </li>
    `)}
  </ul>
`;

/**
 * Choose what all cases get, send, and say what became of each.
 *
 * @param {{ action: string, cases: CaseItem[], onClose: () => void }} props
 */
export function BulkSheet({ action, cases: chosen, onClose }) {
  const [cases, setCases] = useState(chosen);
  const { busy, problem, run } = useDeed();
  const [refused, setRefused] = useState(/** @type {Result[]} */ ([]));
  const [eachItsOwn, setEachItsOwn] = useState(true);
  const tiles = new Set(cases.map(({ tile }) => tile));
  const subject = /** @type {any} */ ({
    number: cases[0]?.number, tile: tiles.size === 1 ? cases[0].tile : null,
    organisation: me.value?.organisation, category: null, condition: null,
  });
  const form = useMemo(() => createForm(action, FIELDS[action], subject, {}), []);
  const send = useMemo(() => bulkIntention(action), []);
  const asked = FIELDS[action].length > 0;
  const known = asked && cases.every((item) => ownOf(action, item));
  const alone = known && eachItsOwn;

  /** @param {Event} [event] */
  const submit = (event) => {
    event?.preventDefault();
    run(async () => {
      if (asked && !alone && !form.check()) return;
      const data = asked && !alone ? form.payload() : {};
      const results = await send(cases, data, (item) => (alone && ownOf(action, item)) || {});
      const failed = results.filter(({ status }) => status !== 200);
      const done = results.length - failed.length;
      await Promise.all([refresh(), loadQueues()]);
      if (done) toast(t("office.bulk.done", { n: done, action: t(`action.${action}`) }));
      pickOnly(failed.map(({ number }) => number));
      setRefused(failed);
      setCases((items.value ?? cases).filter(({ number }) => failed.some((one) => one.number === number)));
      if (failed.length === 0) onClose();
    });
  };
  useEffect(() => {
    if (!asked) submit();
  }, []);

  const button = cases.length > 0 && html`
    <button type="submit" form="bulk-form" class="button wide" aria-disabled=${busy}>
      ${t(busy ? "office.form.sending" : refused.length ? "office.bulk.again" : `action.${action}`)}
    </button>
  `;
  return html`
    <${Sheet} title=${t("office.bulk.title", { action: t(`action.${action}`), n: cases.length })} onClose=${onClose} footer=${button}>
      <form id="bulk-form" class="stack" noValidate onSubmit=${submit}>
        ${problem && html`<${Failure} words=${problem} />`}
        ${refused.length > 0 && html`
          <p><strong>${t("office.bulk.refused", { n: refused.length })}</strong></p>
          <${Refused} results=${refused} cases=${cases} />
        `}
        ${known && html`
          <div class="choices" role="group" aria-label=${t(`action.${action}`)}>
            ${[true, false].map((own) => html`
              <label key=${own} class=${`chip ${own === eachItsOwn ? "chosen" : ""}`}>
                <input type="radio" class="visually-hidden" name="own" checked=${own === eachItsOwn} onChange=${() => setEachItsOwn(own)} />
                ${t(`office.bulk.${own ? "own" : "same"}.${action}`)}
              </label>
            `)}
          </div>
        `}
        ${asked && !alone && form.fields.map((field) => html`
          <${FieldRow} key=${field.name} form=${form} field=${field} id=${`bulk-${field.name}`} />
        `)}
      </form>
    <//>
  `;
}
