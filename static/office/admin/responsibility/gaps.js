import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { Screen } from "../../ui/screen.js";

/**
 * @typedef {{ code: string, name: string }} Named
 * @typedef {{ segments: (Named & { state: string, missing: string[] })[],
 *   areas: (Named & { level: string })[], grid_workers: { id: number, name: string }[],
 *   offices: Named[], leads: { street: Named, lead_type: string, categories: Named[] }[],
 *   coverage: { kind: string, covered: number, all: number }[],
 *   claims: { all: number, claimed: number, asked: number } }} Gaps
 */

const SHOWN = 30;

/**
 * One check: green when nothing is missing, else the names.
 *
 * @param {{ title: string, href: string, items: { key: string | number, words: string }[] }} props
 */
const Check = ({ title, href, items }) => html`
  <section class="card stack">
    <h2 class="row between">
      <span>${title}</span>
      <span class=${`badge ${items.length ? "warning" : "good"}`}>
        <${Icon} name=${items.length ? "triangle-alert" : "circle-check"} />${items.length ? t("office.gaps.missing", { n: items.length }) : t("office.gaps.whole")}
      </span>
    </h2>
    ${items.length > 0 && html`
      <ul class="gap-list">${items.slice(0, SHOWN).map(({ key, words }) => html`<li key=${key}>${words}</li>`)}</ul>
      ${items.length > SHOWN && html`<p class="muted small">${t("office.gaps.more", { n: items.length - SHOWN })}</p>`}
      <p><a href=${href}>${t("office.gaps.mend")}</a></p>
    `}
  </section>
`;

/** @param {{ gaps: Gaps }} props */
const Coverage = ({ gaps: { coverage, claims } }) => html`
  <section class="card stack">
    <h2>${t("office.gaps.coverage")}</h2>
    <ul class="gap-list">
      ${coverage.map(({ kind, covered, all }) => html`
        <li key=${kind} class="row between"><span>${t(`office.sponsor.kind.${kind}`)}</span><span class="numbers">${t("office.gaps.share", { covered, all })}</span></li>
      `)}
      <li class="row between"><span>${t("office.gaps.claimed")}</span><span class="numbers">${t("office.gaps.share", { covered: claims.claimed, all: claims.all })}</span></li>
    </ul>
  </section>
`;

/** Is everything answered for? */
export default function GapsPage() {
  const loaded = useLoaded("/responsibility/gaps");
  return html`
    <${Screen} title=${t("office.admin.gaps")} narrow>
      <p class="muted">${t("office.gaps.about")}</p>
      <${WhenLoaded} from=${loaded} rows=${5}>
        ${(/** @type {Gaps} */ gaps) => html`
          <${Check} title=${t("office.gaps.offices")} href=${adminHref("organisations")}
            items=${gaps.offices.map(({ code, name }) => ({ key: code, words: `${name} ${code}` }))} />
          <${Check} title=${t("office.gaps.segments")} href=${adminHref("segments")}
            items=${gaps.segments.map(({ code, name, missing }) => ({
              key: code,
              words: t("office.gaps.segment", { name, roles: missing.map((role) => t(`office.field.segment.${role}`)).join(t("office.gaps.and")) }),
            }))} />
          <${Check} title=${t("office.gaps.leads")} href=${adminHref("charges")}
            items=${gaps.leads.map(({ street, lead_type: lead, categories }) => ({
              key: street.code + lead,
              words: t("office.gaps.lead", { street: street.name, lead: t(`lead.${lead}`), n: categories.length }),
            }))} />
          <${Check} title=${t("office.gaps.areas")} href=${adminHref("grids")}
            items=${gaps.areas.map(({ code, name }) => ({ key: code, words: `${name} ${code}` }))} />
          <${Check} title=${t("office.gaps.grid_workers")} href=${adminHref("grids", "workers")}
            items=${gaps.grid_workers.map(({ id, name }) => ({ key: id, words: name }))} />
          <${Coverage} gaps=${gaps} />
        `}
      <//>
    <//>
  `;
}
