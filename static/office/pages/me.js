import { get, remove } from "../../shared/api.js";
import { config } from "../../shared/config.js";
import { elder, theme } from "../../shared/elder.js";
import { formatAgo, formatMoment } from "../../shared/format.js";
import { html, signal, useEffect, useState } from "../../shared/html.js";
import { chooseLocale, locale, t } from "../../shared/i18n.js";
import { PushSwitch } from "../../shared/install/push-switch.js";
import { newest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";
import { me, signOut } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { LeaveSheet } from "../../shared/ui/leave-sheet.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { Sheet } from "../../shared/ui/sheet.js";
import { toast } from "../../shared/ui/toast.js";
import { FactorCard } from "../factor/card.js";
import { help } from "../help.js";
import { lazy } from "../lazy.js";
import { orders } from "../outbox/orders.js";
import { go } from "../router.js";
import { Page } from "../shell.js";
import { Preferences } from "./preferences.js";

/** @typedef {import("../../shared/types.js").Session} Session */

const PasswordForm = lazy(() => import("./password-form.js"), "skeleton form-wait");
const sessions = signal(/** @type {Session[] | null} */ (null));
const trouble = signal("");

const ask = newest();

async function load() {
  const isNewest = ask();
  try {
    const { items } = await get("/sessions");
    if (isNewest()) sessions.value = items;
    trouble.value = "";
  } catch (error) {
    trouble.value = sentenceOf(error);
  }
}

/** @param {Session} session */
async function end(session) {
  try {
    await remove(`/sessions/${session.id}`);
    await load();
  } catch (error) {
    toast(sentenceOf(error));
  }
}

async function leave() {
  try {
    await signOut();
    go("#/");
  } catch (error) {
    toast(sentenceOf(error));
  }
}

/** @param {{ session: Session }} props */
const SessionRow = ({ session }) => html`
  <li class="cell">
    <${Icon} name="smartphone" />
    <span class="grow">
      ${session.device} ${session.current && html`<span class="badge good">${t("office.session.current")}</span>`}
      <span class="muted small block">
        ${t("office.session.since", { when: formatMoment(session.created_at) })} · ${t("office.session.seen", { ago: formatAgo(session.last_seen_at) })}
      </span>
    </span>
    ${!session.current && html`
      <button type="button" class="button plain" onClick=${() => end(session)}>
        ${t("office.session.end")}<span class="visually-hidden">: ${session.device}</span>
      </button>
    `}
  </li>
`;

/**
 * A choice that this device keeps; the first is what everybody has.
 *
 * @param {{ icon: string, name: "size" | "theme", values: string[],
 *   chosen: import("@preact/signals").Signal<string> }} props
 */
const Choice = ({ icon, name, values, chosen }) => html`
  <label class="cell">
    <${Icon} name=${icon} /><span class="grow">${t(`office.display.${name}`)}</span>
    <select class="input language-select" value=${chosen.value}
      onChange=${(/** @type {any} */ event) => { chosen.value = event.target.value; }}>
      <option value="">${t(name === "size" ? "office.display.size.standard" : "office.display.theme.system")}</option>
      ${values.map((value) => html`<option key=${value} value=${value}>${t(`office.display.${name}.${value}`)}</option>`)}
    </select>
  </label>
`;

/** Who is signed in, how the page looks, and where else this account is open. */
export default function MePage() {
  const [changing, setChanging] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const unsent = orders.value.length;
  useEffect(() => void load(), []);
  const person = me.value;
  return html`
    <${Page} title=${t("office.page.me")}>
      <section class="card person">
        <${Icon} name="user" />
        <div class="grow">
          <p><strong>${person?.name}</strong></p>
          <p class="muted small">${person?.organisation?.name}</p>
          <p class="muted small">${person?.roles.map((role) => t(`role.${role}`)).join(" · ")}</p>
        </div>
      </section>
      <section class="cells">
        <label class="cell">
          <${Icon} name="languages" /><span class="grow">${t("office.language")}</span>
          <select class="input language-select" value=${locale.value} onChange=${(/** @type {any} */ event) => chooseLocale(event.target.value)}>
            ${config.locales.map((code) => html`<option key=${code} value=${code} lang=${code}>${t(`office.language.${code}`)}</option>`)}
          </select>
        </label>
        <${Choice} icon="a-large-small" name="size" chosen=${elder} values=${["1", "26", "30"]} />
        <${Choice} icon="eye" name="theme" chosen=${theme} values=${["light", "dark"]} />
        <button type="button" class="cell" onClick=${() => setChanging(true)}>
          <${Icon} name="key-round" /><span class="grow">${t("office.password.change")}</span><${Icon} name="chevron-right" />
        </button>
        <button type="button" class="cell" onClick=${() => { help.value = true; }}>
          <${Icon} name="keyboard" /><span class="grow">${t("office.help.title")}</span><${Icon} name="chevron-right" />
        </button>
        <${PushSwitch} />
      </section>
      <${FactorCard} onChanged=${load} />
      <${Preferences} />
      <section>
        <h2>${t("office.sessions")}</h2>
        ${trouble.value && html`<${Failure} words=${trouble.value} onRetry=${load} />`}
        ${!sessions.value && !trouble.value && html`<${Skeleton} rows=${2} />`}
        ${sessions.value && html`<ul class="cells">${sessions.value.map((session) => html`<${SessionRow} key=${session.id} session=${session} />`)}</ul>`}
      </section>
      <button type="button" class="button quiet wide" onClick=${() => (unsent ? setLeaving(true) : leave())}><${Icon} name="log-out" />${t("office.sign_out")}</button>
      ${leaving && html`
        <${LeaveSheet} unsent=${unsent} onSend=${async () => (await import("../outbox/sender.js")).flush()} onLeave=${leave} onClose=${() => setLeaving(false)} />
      `}
      ${config.city.notice && html`<p class="muted small">${config.city.notice}</p>`}
      ${changing && html`
        <${Sheet} title=${t("office.password.change")} onClose=${() => setChanging(false)}>
          <${PasswordForm} onDone=${() => { setChanging(false); load(); }} />
        <//>
      `}
    <//>
  `;
}
