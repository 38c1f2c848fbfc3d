import { inFours } from "../../shared/format.js";
import { html, useLayoutEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";
import { caseHref } from "../router.js";
import { Page } from "../shell.js";

/** @param {string} words */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    toast(t("office.copied"));
  } catch {
    toast(t("office.copy_by_hand"));
  }
}

/** @param {{ name: string, code: string, shown: string }} props */
const Code = ({ name, code, shown }) => html`
  <div class="code">
    <p class="muted">${name}</p>
    <p class="value numbers">${shown}</p>
    <button type="button" class="button plain" onClick=${() => copy(code)}>
      <${Icon} name="copy" />${t("office.copy")}<span class="visually-hidden">: ${name}</span>
    </button>
  </div>
`;

/**
 * Number and query code, large enough to read out.
 *
 * @param {{ receipt: import("./send.js").Receipt, onNext: () => void }} props
 */
export function Receipt({ receipt, onNext }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => box.current?.focus(), []);
  return html`
    <${Page} title=${t("office.receipt.title")}>
      <section class="card receipt" tabindex="-1" ref=${box} role="status">
        <p class="done"><${Icon} name="circle-check" />${t("office.receipt.done")}</p>
        <p class="muted">${receipt.areas.map(({ name }) => name).join(" › ")}</p>
        <${Code} name=${t("office.case_number")} code=${receipt.case_number} shown=${receipt.case_number} />
        <${Code} name=${t("office.query_code")} code=${receipt.query_code} shown=${inFours(receipt.query_code)} />
        <p class="muted small">${t("office.receipt.tell")}</p>
      </section>
      <div class="row">
        <a class="button" href=${caseHref("all", receipt.case_number)}><${Icon} name="file-check" />${t("office.receipt.open")}</a>
        <button type="button" class="button quiet" onClick=${onNext}><${Icon} name="plus" />${t("office.receipt.next")}</button>
      </div>
    <//>
  `;
}
