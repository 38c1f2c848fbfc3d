import { put } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { formatMoment } from "../../shared/format.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { caseHref } from "../router.js";
import { tileWords } from "../words.js";
import { Marks } from "./note.js";

/**
 * @typedef {{ id: number, case_number: string, state: string, tile: string, address: string,
 *   street: import("../types.js").Named, organisation: string | null, closed_at: string,
 *   flags: string[], thumb_url: string | null, inspector: string | null }} SpotCheck
 */

const WORDS_MOST = 500;

/** The closing is as it should be. @param {{ check: SpotCheck, reload: () => Promise<void> }} props */
function FoundOk({ check, reload }) {
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const { busy, run } = useDeed(toast);
  const id = `spot-${check.id}-note`;
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    run(async () => {
      await put(`/spot-checks/${check.id}/ok`, { note });
      toast(t("office.proof.found_ok"));
      await reload();
    });
  };
  if (!open) {
    return html`<button type="button" class="button quiet" onClick=${() => setOpen(true)}><${Icon} name="circle-check" />${t("office.proof.is_ok")}</button>`;
  }
  return html`
    <form class="stack wide" onSubmit=${send}>
      <div class="field single">
        <label for=${id}>${t("office.proof.note")} <span class="optional">${t("office.optional")}</span></label>
        <textarea id=${id} class="input" rows="2" maxlength=${WORDS_MOST} value=${note}
          onInput=${(/** @type {any} */ event) => setNote(event.target.value)} />
      </div>
      <button class="button" disabled=${busy}><${Icon} name="circle-check" />${t("office.proof.is_ok")}</button>
    </form>
  `;
}

/** @param {{ check: SpotCheck, reload: () => Promise<void> }} props */
const Row = ({ check, reload }) => html`
  <li class="spot-check">
    ${check.thumb_url && html`<img class="thumb" src=${check.thumb_url} alt="" loading="lazy" />`}
    <div class="grow stack tight">
      <p><strong>${tileWords(check.tile)}</strong> · ${check.address || check.street.name}</p>
      <p class="muted small numbers">${check.case_number} · ${check.organisation} · ${t("office.proof.closed", { at: formatMoment(check.closed_at) })}</p>
      <${Marks} codes=${check.flags} />
      ${!check.inspector && html`<p class="muted small">${t("office.proof.no_inspector")}</p>`}
    </div>
    <div class="row wrap wide">
      <a class="button quiet" href=${caseHref("all", check.case_number, check.state === "closed" ? "mark_false_closure" : "")}>
        <${Icon} name="circle-x" />${t("action.mark_false_closure")}</a>
      <${FoundOk} check=${check} reload=${reload} />
      <a class="button plain" href=${caseHref("all", check.case_number)}>${t("office.proof.open")}<${Icon} name="chevron-right" /></a>
    </div>
  </li>
`;

/** What the person has to look at again. @param {{ found: { items: SpotCheck[] }, reload: () => Promise<void> }} props */
export const SpotChecks = ({ found: { items }, reload }) =>
  items.length === 0
    ? html`<${Empty} icon="circle-check" words=${t("office.proof.spot_checks.none")} />`
    : html`<ul class="rows">${items.map((check) => html`<${Row} key=${check.id} check=${check} reload=${reload} />`)}</ul>`;
