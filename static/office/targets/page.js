import { post } from "../../shared/api.js";
import { formatMoment } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { may } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty } from "../../shared/ui/parts.js";
import { useLoaded, WhenLoaded } from "../load.js";
import { Page } from "../shell.js";
import { ConfirmButton } from "../ui/confirm.js";
import { doNow } from "../write.js";
import { mayClaim } from "./mine.js";

/**
 * @typedef {{ code: string, name: string }} Named
 * @typedef {{ target: Named & { kind: string }, capacity: string, open: number, overdue: number,
 *   recurred: number }} OwnTarget
 * @typedef {{ id: number, segment: Named, organisation: Named, at: string, approved: boolean,
 *   may_decide: boolean }} Claim
 * @typedef {Named & { state: string, community: Named, claimed_by: Named | null }} Segment
 */

/** @type {Record<string, string>} */
const ICONS = { community: "house", segment: "map-pin", point: "flag", compound: "building-2", area: "boxes" };

/** @param {{ own: OwnTarget }} props */
const Target = ({ own: { target, capacity, open, overdue, recurred } }) => html`
  <li class="cell">
    <${Icon} name=${ICONS[target.kind]} />
    <span class="grow">
      <strong class="block">${target.name}</strong>
      <span class="muted small block">${t(`office.targets.capacity.${capacity}`)}</span>
    </span>
    <span class="target-counts numbers">
      <span>${t("office.targets.open", { n: open })}</span>
      ${overdue > 0 && html`<span class="badge danger"><${Icon} name="clock" />${t("office.targets.overdue", { n: overdue })}</span>`}
      ${recurred > 0 && html`<span class="badge warning"><${Icon} name="rotate-ccw" />${t("office.targets.recurred", { n: recurred })}</span>`}
    </span>
  </li>
`;

const Targets = () => {
  const loaded = useLoaded("/my/targets");
  return html`
    <section class="stack" aria-labelledby="own-targets">
      <h2 id="own-targets">${t("office.targets.own")}</h2>
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {{ items: OwnTarget[] }} */ { items }) => items.length === 0
          ? html`<${Empty} icon="hand-helping" words=${t("office.targets.none")} />`
          : html`<ul class="cells">${items.map((own) => html`<${Target} key=${own.capacity + own.target.kind + own.target.code} own=${own} />`)}</ul>`}
      <//>
    </section>
  `;
};

/** @param {{ claim: Claim, turn: (claim: Claim, way: string) => Promise<void> }} props */
const OpenClaim = ({ claim, turn }) => html`
  <li class="cell claim">
    <span class="grow">
      <strong class="block">${claim.segment.name}</strong>
      <span class="muted small block">${claim.organisation.name} · ${formatMoment(claim.at)}</span>
    </span>
    <span class=${`badge ${claim.approved ? "good" : "warning"}`}>${t(claim.approved ? "office.claims.approved" : "office.claims.asked")}</span>
    <span class="row">
      ${claim.may_decide && html`
        <${ConfirmButton} icon="check" main words=${t("office.claims.approve")} onConfirm=${() => turn(claim, "approve")}
          question=${t("office.claims.approve.ask", { organisation: claim.organisation.name, segment: claim.segment.name })} />
        <${ConfirmButton} icon="x" words=${t("office.claims.decline")} onConfirm=${() => turn(claim, "decline")}
          question=${t("office.claims.decline.ask", { organisation: claim.organisation.name, segment: claim.segment.name })} />
      `}
      ${!claim.may_decide && html`
        <${ConfirmButton} icon="undo-2" words=${t("office.claims.end")} onConfirm=${() => turn(claim, "end")}
          question=${t("office.claims.end.ask", { segment: claim.segment.name })} />
      `}
    </span>
  </li>
`;

/** Segments that an organisation asks for or cares for, and those that are free. */
function Claims() {
  const claims = useLoaded("/claims");
  const segments = useLoaded(mayClaim() ? "/segments" : null);
  const reload = () => Promise.all([claims.reload(), segments.reload()]);
  const turn = async (/** @type {Claim} */ claim, /** @type {string} */ way) => {
    if (await doNow(() => post(`/claims/${claim.id}/${way}`), `office.claims.done.${way}`)) await reload();
  };
  const claim = async (/** @type {Segment} */ segment) => {
    const path = `/segments/${encodeURIComponent(segment.code)}/claims`;
    await doNow(() => post(path), "office.claims.done.claim");
    await reload();
  };
  return html`
    <section class="stack" aria-labelledby="claims">
      <h2 id="claims">${t("office.claims.title")}</h2>
      <${WhenLoaded} from=${claims} rows=${2}>
        ${(/** @type {{ items: Claim[] }} */ { items }) => items.length === 0
          ? html`<p class="muted">${t(mayClaim() ? "office.claims.none_own" : "office.claims.none")}</p>`
          : html`<ul class="cells">${items.map((one) => html`<${OpenClaim} key=${one.id} claim=${one} turn=${turn} />`)}</ul>`}
      <//>
    </section>
    ${mayClaim() && html`
      <section class="stack" aria-labelledby="free-segments">
        <h2 id="free-segments">${t("office.claims.free")}</h2>
        <${WhenLoaded} from=${segments} rows=${3}>
          ${(/** @type {{ items: Segment[] }} */ { items }) => {
            const free = items.filter(({ state, claimed_by }) => state === "active" && !claimed_by);
            return free.length === 0 ? html`<p class="muted">${t("office.claims.none_free")}</p>` : html`
              <ul class="cells">
                ${free.map((segment) => html`
                  <li key=${segment.code} class="cell claim">
                    <span class="grow"><strong class="block">${segment.name}</strong><span class="muted small block">${segment.community.name}</span></span>
                    <${ConfirmButton} icon="hand-helping" main words=${t("office.claims.claim")} onConfirm=${() => claim(segment)}
                      question=${t("office.claims.claim.ask", { segment: segment.name })} />
                  </li>
                `)}
              </ul>
            `;
          }}
        <//>
      </section>
    `}
  `;
}

/** What somebody answers for, with what waits there. */
export default function TargetsPage() {
  return html`
    <${Page} title=${t("office.page.targets")}>
      <${Targets} />
      ${(mayClaim() || may("claim.decide")) && html`<${Claims} />`}
    <//>
  `;
}
