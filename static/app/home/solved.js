import { get } from "../../shared/api.js";
import { formatDay } from "../../shared/format.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { useLoaded } from "../load.js";

/** @typedef {import("../../shared/types.js").PublicCase} PublicCase */

const MOST = 6;

/** Recently closed cases that have both pictures. @returns {Promise<PublicCase[]>} */
const loadSolved = async () => (await get("/public/cases", { group: "closed", pairs: "true", limit: MOST })).items;

/** @param {{ item: PublicCase }} props */
const Pair = ({ item }) => html`
  <a class="solved-case" href=${`/c/${item.number}`}>
    <span class="pair">
      <span class="half">
        <img class="photo" src=${item.thumb_url} alt="" loading="lazy" /><span class="tag left">${t("photo.before")}</span>
      </span>
      <span class="half">
        <img class="photo" src=${item.after_thumb_url} alt="" loading="lazy" /><span class="tag right">${t("photo.after")}</span>
      </span>
    </span>
    <span class="about">
      <strong>${t(`tile.${item.tile ?? "T13"}`)}</strong>
      <span class="muted small">${item.street?.name ?? ""}${item.closed_at ? ` · ${formatDay(item.closed_at)}` : ""}</span>
    </span>
  </a>
`;

/** What became of other people's photos. */
export function Solved() {
  const { data, fault } = useLoaded(loadSolved);
  if (fault || data?.length === 0) return null;
  return html`
    <section class="solved">
      <div class="row">
        <h2 class="grow">${t("home.solved")}</h2>
        <a class="more" href="/solved">${t("home.more")}<${Icon} name="chevron-right" /></a>
      </div>
      <div class="strip" tabindex="0" role="group" aria-label=${t("home.solved")}>
        ${data
          ? data.map((item) => html`<${Pair} key=${item.number} item=${item} />`)
          : [0, 1].map((n) => html`<div key=${n} class="solved-case"><div class="skeleton blank-pair" /></div>`)}
      </div>
    </section>
  `;
}
