import { formatMoment, formatNumber } from "../../shared/format.js";
import { html, useEffect, useLayoutEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Failure, Note, Skeleton } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";
import { BoxCanvas } from "../forms/box-canvas.js";
import { BLANK } from "../forms/box-geometry.js";
import { caseHref, route } from "../router.js";
import { Page } from "../shell.js";
import { tileWords } from "../words.js";
import { boxes, busy, decide, front, later, load, open, reviews, setBoxes, trouble, waiting } from "./store.js";

/** @typedef {import("./store.js").Review} Review */

/** @type {Record<string, string>} */
const ICONS = { face: "user", plate: "car", other: "boxes" };

/** Whether and what the detectors have found. @param {{ review: Review }} props */
function Found({ review: { search } }) {
  if (search === "waiting") return html`<${Note} icon="hourglass">${t("office.review.waiting")}<//>`;
  if (search === "failed") return html`<${Note} tone="warning" icon="triangle-alert">${t("office.review.failed")}<//>`;
  if (search === "off") return html`<${Note} tone="warning" icon="eye">${t("office.review.off")}<//>`;
  return html`<${Note} icon="search">${t("office.review.done")}<//>`;
}

/** What is covered, in words; a press takes it away. */
const Covered = () => html`
  <ul class="covered" aria-label=${t("office.review.covered")}>
    ${boxes.value.map(({ kind = "other" }, at) => html`
      <li key=${at}>
        <button type="button" class="chip" aria-label=${t("office.boxes.remove", { n: at + 1 })}
          onClick=${() => setBoxes(boxes.value.filter((_, index) => index !== at))}>
          <${Icon} name=${ICONS[kind]} />${t(`office.boxes.kind.${kind}`)}<${Icon} name="x" />
        </button>
      </li>
    `)}
    ${boxes.value.length === 0 && html`<li class="muted">${t("office.review.nothing_covered")}</li>`}
  </ul>
`;

/** @param {{ review: Review, number: string | undefined }} props */
function Decision({ review, number }) {
  /** @param {boolean} approved */
  const say = async (approved) => {
    if (await decide(approved, number)) toast(t(approved ? "office.review.shown" : "office.review.kept"));
  };
  const covers = boxes.value.length > 0;
  return html`
    <div class="decide">
      <button type="button" class="button approve" aria-disabled=${busy.value} onClick=${() => say(true)}>
        <${Icon} name="check" />${t(covers ? "office.review.approve_covered" : "office.review.approve")}
      </button>
      <button type="button" class="button quiet" aria-disabled=${busy.value} onClick=${() => say(false)}>
        <${Icon} name="ban" />${t(review.public ? "action.unpublish" : "office.review.hide")}
      </button>
      <button type="button" class="button plain" onClick=${later}>${t("office.review.later")}</button>
    </div>
  `;
}

/** @param {{ review: Review, number: string | undefined }} props */
function Looking({ review, number }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => frame.current?.focus({ preventScroll: true }), [review.id]);
  /** Enter approves from the photo and its boxes; buttons keep their own. @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "Enter" || target.closest("button, a")) return;
    event.preventDefault();
    event.stopPropagation();
    /** @type {HTMLElement | null | undefined} */ (frame.current?.querySelector(".approve"))?.click();
  };
  const about = [t(`photo.${review.role}`), review.captured_at && formatMoment(review.captured_at)].filter(Boolean).join(" · ");
  const shape = { "--wide": review.width, "--high": review.height };
  return html`
    <section class="review-sheet" tabindex="-1" ref=${frame} onKeyDown=${onKeyDown} aria-label=${about}>
      <div class="review-photo" style=${shape}>
        <${BoxCanvas} key=${review.id} photo=${review} boxes=${boxes.value} onChange=${setBoxes} see=${true} />
      </div>
      <div class="review-side stack">
        <div>
          <h2>${about}</h2>
          <p><a href=${caseHref("to_publish", review.case.number)} class="numbers">${review.case.number}</a> · ${tileWords(review.case.tile)}</p>
          ${review.case.address && html`<p class="muted small">${review.case.address}</p>`}
        </div>
        <${Found} review=${review} />
        <${Covered} />
        <button type="button" class="button quiet" onClick=${() => setBoxes([...boxes.value, { ...BLANK, kind: "other" }])}>
          <${Icon} name="plus" />${t("office.boxes.add")}
        </button>
        <p class="hint">${t("office.review.hint")}</p>
      </div>
      ${trouble.value && html`<div class="review-trouble"><${Note} tone="danger" icon="triangle-alert" role="alert">${trouble.value}<//></div>`}
      <${Decision} review=${review} number=${number} />
    </section>
  `;
}

/** Photos one after the other, before the public sees them: cover, show, or keep them back. */
export default function ReviewPage() {
  const number = route.value.path[0];
  useEffect(() => open(number), [number]);
  const review = front();
  const list = reviews.value;
  return html`
    <${Page} title=${t("office.page.review")}>
      ${!list && !trouble.value && html`<${Skeleton} rows=${1} height="24rem" />`}
      ${!list && trouble.value && html`<${Failure} words=${trouble.value} onRetry=${() => load(number)} />`}
      ${list && !review && html`<${Empty} icon="circle-check" words=${t("office.review.none")} />`}
      ${review && html`
        ${!number && html`<p class="muted small" role="status">${t("office.review.count", { n: formatNumber(waiting.value) })}</p>`}
        <${Looking} review=${review} number=${number} />
      `}
    <//>
  `;
}
