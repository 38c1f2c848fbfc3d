import { formatDay, formatMoment, formatNumber } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { hasWords, t } from "../../../shared/i18n.js";
import { Note } from "../../../shared/ui/parts.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { DataList } from "../../ui/list.js";
import { Screen } from "../../ui/screen.js";

/** @typedef {{ day: string, kind: string, rule: string, removed: number, before: string }} Tombstone */

/** @param {string} key @param {string} other */
const orElse = (key, other) => (hasWords(key) ? t(key) : other);

/** A rule with its value, as `keep_reporter_months=24`. @param {string} rule */
function ruleWords(rule) {
  const [name, value = ""] = rule.split("=");
  const key = `office.tombstones.rule.${name}`;
  return hasWords(key) ? t(key, { n: value }) : rule;
}

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.tombstones.day"), cell: ({ day }) => formatDay(`${day}T00:00:00+08:00`), className: "numbers" },
  { name: t("office.tombstones.kind"), cell: ({ kind }) => orElse(`office.tombstones.kind.${kind}`, kind) },
  { name: t("office.tombstones.removed"), cell: ({ removed }) => formatNumber(removed), className: "numbers" },
  { name: t("office.tombstones.rule"), cell: ({ rule }) => ruleWords(rule) },
  { name: t("office.tombstones.before"), cell: ({ before }) => formatMoment(before), className: "numbers" },
];

/** What was forgotten, how much of it and by which rule. */
export default function TombstonesPage() {
  const loaded = useLoaded("/tombstones");
  return html`
    <${Screen} title=${t("office.admin.tombstones")}>
      <${Note}>${t("office.tombstones.hint")}<//>
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {{ items: Tombstone[] }} */ { items }) => html`
          <${DataList} rows=${items} columns=${columns()} label=${t("office.admin.tombstones")} empty=${t("office.tombstones.none")}
            keyOf=${(/** @type {Tombstone} */ { day, kind, rule }) => `${day} ${kind} ${rule}`} />
        `}
      <//>
    <//>
  `;
}
