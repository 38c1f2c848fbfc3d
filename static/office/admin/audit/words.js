import { formatMoment } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { hasWords, t } from "../../../shared/i18n.js";

/**
 * @typedef {{ id: number, at: string, actor: string, actor_name: string | null, action: string,
 *   subject: string, subject_name: string | null, data: Record<string, any>,
 *   names: Record<string, string> }} Entry `names` of people in `data`, by their keys
 */

/** @param {string} key @param {string} other what to say without words for it */
const orElse = (key, other) => (hasWords(key) ? t(key) : other);

/** @param {string} action */
export const actionWords = (action) => orElse(`office.audit.action.${action}`, action);

/** @param {Entry} entry */
export const actorWords = ({ actor }) => orElse(`office.audit.actor.${actor.split(":")[0]}`, actor);

/** What it was done to: its kind, and its name or key. @param {Entry} entry */
export function subjectWords({ subject, subject_name }) {
  const [kind, ...key] = subject.split(":");
  const name = subject_name ?? orElse(`office.audit.${kind}.${key.join(":")}`, key.join(":"));
  return [orElse(`office.audit.subject.${kind}`, kind), name].filter(Boolean).join(" ");
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** @param {string} name @param {any} value @param {Record<string, string>} names @returns {string} */
function valueWords(name, value, names) {
  if (value === null || value === "") return t("office.audit.nothing");
  if (Array.isArray(value)) return value.map((one) => orElse(`role.${one}`, valueWords(name, one, names))).join(t("office.admin.comma"));
  if (value in names) return names[value];
  if (MOMENT.test(value)) return formatMoment(value);
  if (typeof value === "object") return JSON.stringify(value);
  return orElse(`office.audit.value.${name}.${value}`, String(value));
}

/** A pair is a change from one value to another. @param {any} value */
const isChange = (value) => Array.isArray(value) && value.length === 2 && !value.every((one) => typeof one === "number");

/** @param {{ entry: Entry }} props */
export const Changes = ({ entry: { data, names } }) => html`
  <ul class="audit-changes">
    ${Object.entries(data).map(([name, value]) => html`
      <li key=${name}>
        <span class="muted">${orElse(`office.audit.field.${name}`, name)}</span>${" "}
        ${isChange(value)
          ? html`<del>${valueWords(name, value[0], names)}</del> → <ins>${valueWords(name, value[1], names)}</ins>`
          : valueWords(name, value, names)}
      </li>
    `)}
  </ul>
`;
