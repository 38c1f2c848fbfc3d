import { Problem } from "../../../shared/api.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { sentenceOf } from "../../../shared/problems.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { save } from "../versioned.js";

/** @typedef {import("./calendar.js").Year} Year */

const MOST = 4;

/** How long a working day is. @param {[string, string][]} spans @returns {number} hours */
const lengthOf = (spans) =>
  spans.reduce((sum, [start, end]) => sum + (minutes(end) - minutes(start)), 0) / 60;

/** @param {string} time HH:MM */
const minutes = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The hours of every working day. @param {{ year: Year, put: (fresh: Year) => void }} props */
export function Hours({ year, put }) {
  const [spans, setSpans] = useState(year.hours);
  const [trouble, setTrouble] = useState("");
  /** @param {number} at @param {0 | 1} edge @param {string} time */
  const set = (at, edge, time) =>
    setSpans(spans.map((span, index) => /** @type {[string, string]} */ (index === at ? (edge ? [span[0], time] : [time, span[1]]) : span)));
  const send = async () => {
    setTrouble("");
    try {
      put(await save("PUT", "/calendar/hours", year.policy_version, { spans }));
      toast(t("office.admin.saved"));
    } catch (error) {
      const said = error instanceof Problem ? error.errors.spans?.[0] : "";
      setTrouble(said || sentenceOf(error));
    }
  };
  const length = lengthOf(spans);
  return html`
    <section class="card stack hours">
      <h2>${t("office.hours.title")}</h2>
      <p class="muted small">${t("office.hours.about")}</p>
      ${spans.map(([start, end], at) => html`
        <div class="row span" key=${at} role="group" aria-label=${t("office.hours.span", { n: at + 1 })}>
          <input class="input moment numbers" type="time" aria-label=${t("office.hours.from")} value=${start} onInput=${(/** @type {any} */ event) => set(at, 0, event.target.value)} />
          <span aria-hidden="true">–</span>
          <input class="input moment numbers" type="time" aria-label=${t("office.hours.to")} value=${end} onInput=${(/** @type {any} */ event) => set(at, 1, event.target.value)} />
          ${spans.length > 1 && html`
            <button type="button" class="button plain" aria-label=${t("office.hours.remove", { n: at + 1 })} onClick=${() => setSpans(spans.filter((_, index) => index !== at))}><${Icon} name="x" /></button>
          `}
        </div>
      `)}
      <p class="small">${Number.isFinite(length) ? t("office.hours.length", { n: Math.round(length * 100) / 100 }) : ""}</p>
      ${trouble && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${trouble}<//>`}
      <div class="row">
        ${spans.length < MOST && html`
          <button type="button" class="button quiet" onClick=${() => setSpans([...spans, ["18:00", "20:00"]])}><${Icon} name="plus" />${t("office.hours.add")}</button>
        `}
        <button type="button" class="button" disabled=${spans === year.hours} onClick=${send}>${t("office.hours.save")}</button>
      </div>
    </section>
  `;
}
