import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { may } from "../../shared/session.js";
import { StateBadge } from "../../shared/ui/badge.js";
import { Icon } from "../../shared/ui/icon.js";
import { caseHref } from "../router.js";

/**
 * Links to the printed page and to the file of a list.
 *
 * @param {{ print: string, file?: string }} props
 */
export const Paper = ({ print, file }) => html`
  <p class="paper"><a class="button quiet" href=${print} target="_blank" rel="noopener"><${Icon} name="printer" />${t("office.lists.print")}</a>
  ${file && html`<a class="button quiet" href=${file} download><${Icon} name="download" />${t("office.lists.file")}</a>`}</p>
`;

/**
 * Where an item stands: where its case does, else whether somebody said it is done.
 *
 * @param {{ item: { state: string | null, done: boolean } }} props
 */
export const Standing = ({ item }) => {
  if (item.state) return html`<${StateBadge} state=${item.state} />`;
  return item.done
    ? html`<span class="badge good"><${Icon} name="circle-check" />${t("office.lists.done")}</span>`
    : html`<span class="badge"><${Icon} name="hourglass" />${t("office.lists.open")}</span>`;
};

/** @param {{ number: string | null }} props */
export const CaseLink = ({ number }) =>
  number && (may("case.read")
    ? html`<a class="numbers" href=${caseHref("all", number, "", {})}>${number}</a>`
    : html`<span class="numbers">${number}</span>`);

/** How much of a list is done. @param {{ done: number, count: number }} list */
export const doneWords = ({ done, count }) => t("office.lists.done_of", { done, count });
