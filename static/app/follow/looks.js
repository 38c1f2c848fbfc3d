import { call } from "../../shared/api.js";
import { formatMoment } from "../../shared/format.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Skeleton } from "../../shared/ui/parts.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { useLoaded } from "../load.js";

/**
 * @typedef {{ at: string, what: "contact" | "original", purpose: string | null,
 *   organisation: { name: string } | null }} Look
 */

/** @param {{ look: Look }} props */
export const LookRow = ({ look: { at, what, purpose, organisation } }) => html`
  <li class="cell">
    <${Icon} name=${what === "contact" ? "phone" : "image"} />
    <span class="grow">
      <strong class="block">${organisation?.name ?? t("by.office")}</strong>
      <span class="block">${t(`looks.${what}`)}${purpose && ` · ${t(`looks.for.${purpose}`)}`}</span>
      <span class="muted small"><time datetime=${at}>${formatMoment(at)}</time></span>
    </span>
  </li>
`;

/** @param {{ number: string, headers: Record<string, string>, onClose: () => void }} props */
function LooksSheet({ number, headers, onClose }) {
  /** @returns {Promise<Look[]>} */
  const load = async () => (await call("GET", `/follow/${encodeURIComponent(number)}/looks`, { headers })).data.items;
  const { data, fault, reload } = useLoaded(load, [number]);
  return html`
    <${Sheet} title=${t("looks.title")} onClose=${onClose}>
      <p class="muted lead">${t("looks.hint")}</p>
      ${fault && html`<${Failure} words=${fault} onRetry=${reload} />`}
      ${!data && !fault && html`<${Skeleton} />`}
      ${data?.length === 0 && html`<${Empty} icon="shield-check" words=${t("looks.none")} />`}
      ${data && data.length > 0 && html`<ul class="cells">${data.map((look, at) => html`<${LookRow} key=${at} look=${look} />`)}</ul>`}
    <//>
  `;
}

/**
 * Which office opened this person's contact data or original photos, and when.
 *
 * @param {{ number: string, headers: Record<string, string> }} props
 */
export function Looks({ number, headers }) {
  const [open, setOpen] = useState(false);
  return html`
    <section class="cells">
      <button type="button" class="cell" onClick=${() => setOpen(true)}>
        <${Icon} name="shield-check" />${t("looks.title")}<span class="end"><${Icon} name="chevron-right" /></span>
      </button>
    </section>
    ${open && html`<${LooksSheet} number=${number} headers=${headers} onClose=${() => setOpen(false)} />`}
  `;
}
