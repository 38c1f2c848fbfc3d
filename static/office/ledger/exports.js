import { get, post } from "../../shared/api.js";
import { formatAgo } from "../../shared/format.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { may } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure } from "../../shared/ui/parts.js";

/** @typedef {import("./store.js").Export} Export */

const ASK_MS = 1500;

/** @param {Export} one */
const isOpen = ({ state }) => state === "waiting" || state === "running";

/** @param {{ one: Export }} props */
const Row = ({ one }) => html`
  <li class="cell">
    <${Icon} name=${one.state === "failed" ? "triangle-alert" : one.state === "done" ? "file-check" : "hourglass"} />
    <span class="grow">
      ${one.state === "done" && t("office.export.rows", { n: one.done })}
      ${one.state === "failed" && html`<span class="late">${t(`office.export.fault.${one.fault}`)}</span>`}
      ${one.state === "waiting" && t("office.export.waiting")}
      ${one.state === "running" && html`
        <span class="block numbers">${t("office.export.running", { done: one.done, total: one.total ?? "…" })}</span>
        <progress class="export-bar" max=${one.total ?? 1} value=${one.total === null ? undefined : one.done} aria-label=${t("office.export.progress")} />
      `}
      <span class="muted small block">${formatAgo(one.asked_at)}</span>
    </span>
    ${one.state === "done" && html`
      <a class="button" href=${`/api/v1/exports/${one.id}/file`} download><${Icon} name="download" />${t("office.export.download")}</a>
    `}
  </li>
`;

/**
 * Have the ledger written to a file, and see how far it is. Files stay a day.
 *
 * @param {{ wanted: import("./store.js").Wanted, children?: any }} props `children` stand before the button
 */
export function Exports({ wanted, children }) {
  const [items, setItems] = useState(/** @type {Export[]} */ ([]));
  const [trouble, setTrouble] = useState("");
  const allowed = may("ledger.export");
  const load = () => get("/exports").then((answer) => setItems(answer.items), () => {});
  const open = items.some(isOpen);
  useEffect(() => void (allowed && load()), []);
  useEffect(() => {
    if (!open) return undefined;
    const timer = setInterval(load, ASK_MS);
    return () => clearInterval(timer);
  }, [open]);
  const ask = async () => {
    setTrouble("");
    try {
      const made = await post("/exports", wanted);
      setItems((before) => [made, ...before]);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  return html`
    <section class="stack" aria-label=${t("office.export.title")}>
      <div class="export-ask">
        ${children}
        ${allowed && html`<button type="button" class="button" onClick=${ask}><${Icon} name="download" />${t("office.export.ask")}</button>`}
      </div>
      ${trouble && html`<${Failure} words=${trouble} />`}
      ${items.length > 0 && html`<ul class="cells exports" aria-live="polite">${items.slice(0, 3).map((one) => html`<${Row} key=${one.id} one=${one} />`)}</ul>`}
    </section>
  `;
}
