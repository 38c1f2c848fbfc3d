import { Problem } from "../../../shared/api.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { sentenceOf } from "../../../shared/problems.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { Screen } from "../../ui/screen.js";
import { save } from "../versioned.js";
import { Control, wordsOf } from "./entry.js";

/**
 * @typedef {{ name: string, kind: string, value: any, default: any, least: number | null,
 *   most: number | null, choices: string[] }} Entry
 * @typedef {{ version: number, items: Entry[] }} Policy
 */

/** What begins so is about signing in, whatever its kind. */
const SIGN_IN = /^(?:password|second_factor|staff)_/;

/** Which kinds of entries stand together. @type {[string, string[]][]} */
const GROUPS = [
  ["limits", ["limit"]],
  ["periods", ["hours", "days", "months", "minutes", "seconds", "window"]],
  ["numbers", ["count", "metres", "share"]],
  ["ways", ["choice", "yes_no"]],
];

/** The entries by the headings of the page. @param {Entry[]} items @returns {[string, Entry[]][]} */
const groupsOf = (items) => [
  ...GROUPS.map(([group, kinds]) => /** @type {[string, Entry[]]} */ ([
    group,
    items.filter(({ name, kind }) => kinds.includes(kind) && !SIGN_IN.test(name)),
  ])),
  ["sign_in", items.filter(({ name }) => SIGN_IN.test(name))],
];

/** @param {any} one @param {any} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * @param {{ entry: Entry, value: any, errors: string[], onChange: (value: any) => void }} props
 */
const Row = ({ entry, value, errors, onChange }) => html`
  <div class=${`policy-row ${errors.length ? "wrong" : ""}`} role="group" aria-label=${t(`policy.${entry.name}`)}>
    <span class="what">
      <span class="block">${t(`policy.${entry.name}`)}</span>
      ${!same(value, entry.default) && html`
        <button type="button" class="link small" onClick=${() => onChange(entry.default)}>${t("office.policy.default", { value: wordsOf(entry, entry.default) })}</button>
      `}
    </span>
    <${Control} entry=${entry} value=${value} invalid=${errors.length > 0} onChange=${onChange} />
    ${errors.map((sentence) => html`<p class="error" key=${sentence}><${Icon} name="triangle-alert" />${sentence}</p>`)}
  </div>
`;

/** @param {{ policy: Policy, put: (fresh: Policy) => void }} props */
function Entries({ policy, put }) {
  const [changes, setChanges] = useState(/** @type {Record<string, any>} */ ({}));
  const [errors, setErrors] = useState(/** @type {Record<string, string[]>} */ ({}));
  const [trouble, setTrouble] = useState("");
  const changed = policy.items.filter(({ name, value }) => name in changes && !same(changes[name], value));
  const send = async () => {
    setErrors({});
    setTrouble("");
    try {
      const sent = Object.fromEntries(changed.map(({ name }) => [name, changes[name]]));
      put(await save("PATCH", "/city/policy", policy.version, { changes: sent }));
      setChanges({});
      toast(t("office.admin.saved"));
    } catch (error) {
      if (error instanceof Problem) setErrors(error.errors);
      setTrouble(sentenceOf(error));
    }
  };
  return html`
    <p class="muted">${t("office.policy.about", { version: policy.version })}</p>
    ${groupsOf(policy.items).map(([group, entries]) => html`
      <section class="card policy-group" key=${group}>
        <h2>${t(`office.policy.${group}`)}</h2>
        ${group === "sign_in" && html`<p class="muted small">${t("office.policy.sign_in.about")}</p>`}
        ${entries.map((entry) => html`
          <${Row} key=${entry.name} entry=${entry} errors=${errors[entry.name] ?? []}
            value=${entry.name in changes ? changes[entry.name] : entry.value}
            onChange=${(/** @type {any} */ value) => setChanges({ ...changes, [entry.name]: value })} />
        `)}
      </section>
    `)}
    ${trouble && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${trouble}<//>`}
    <div class="admin-save">
      <button type="button" class="button" disabled=${changed.length === 0} onClick=${send}>
        ${changed.length ? t("office.policy.save", { n: changed.length }) : t("office.form.save")}
      </button>
    </div>
  `;
}

/** Limits and other choices of the city. */
export default function PolicyPage() {
  const loaded = useLoaded("/city/policy");
  return html`
    <${Screen} title=${t("office.admin.policy")} narrow>
      <${WhenLoaded} from=${loaded} rows=${8}>
        ${(/** @type {Policy} */ policy) => html`<${Entries} policy=${policy} put=${loaded.put} />`}
      <//>
    <//>
  `;
}
