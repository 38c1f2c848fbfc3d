import { call, get, Problem } from "../../shared/api.js";
import { config } from "../../shared/config.js";
import { useDeed } from "../../shared/deed.js";
import { html, signal, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { newest } from "../../shared/newest.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Failure, Skeleton } from "../../shared/ui/parts.js";
import { toast } from "../../shared/ui/toast.js";

/**
 * @typedef {{ channel: "sms" | "wechat", on: boolean, address: string | null, own: boolean }} Channel
 * @typedef {{ from: string, until: string }} Quiet
 * @typedef {{ channels: Channel[], quiet: Quiet, locale: string }} Preferences
 */

const ADDRESS = "/notices/preferences";
const ICONS = { sms: "smartphone", wechat: "message-square" };

const preferences = signal(/** @type {Preferences | null} */ (null));
const trouble = signal("");

/** Several changes may be on their way: what is answered to an earlier one does not know of the later. */
const ask = newest();

async function load() {
  const isNewest = ask();
  try {
    const wishes = await get(ADDRESS);
    if (isNewest()) preferences.value = wishes;
    trouble.value = "";
  } catch (error) {
    trouble.value = sentenceOf(error);
  }
}

/** @type {Promise<unknown>} */
let before = Promise.resolve();

/** One after the other, so that the last answer knows of all. @param {Record<string, unknown>} changes */
async function save(changes) {
  const isNewest = ask();
  const saved = before.then(() => call("PATCH", ADDRESS, { body: changes }));
  before = saved.catch(() => {});
  const { data } = await saved;
  if (!isNewest()) return;
  preferences.value = data;
  toast(t("office.notify.saved"));
}

/** @param {Record<string, unknown>} changes */
const saveOrSay = (changes) => save(changes).catch((error) => {
  toast(sentenceOf(error));
  return load();
});

/** @param {{ channel: Channel }} props */
const Switch = ({ channel }) => html`
  <label class="cell">
    <${Icon} name=${ICONS[channel.channel]} />
    <span class="grow">
      ${t(`office.notify.${channel.channel}`)}
      <span class="muted small block numbers">${channel.address ?? t(`office.notify.${channel.channel}.unknown`)}</span>
    </span>
    <input type="checkbox" role="switch" class="switch" checked=${channel.on}
      onChange=${() => saveOrSay({ [channel.channel]: !channel.on })} />
  </label>
`;

/** The number that messages go to; empty takes it away. */
function OwnPhone() {
  const [phone, setPhone] = useState("");
  const { busy, problem: fault, run } = useDeed();

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    run(async () => {
      await save({ phone: phone.trim() || null, sms: true });
      setPhone("");
    }, (error) => (error instanceof Problem && error.errors.phone?.[0]) || sentenceOf(error));
  };

  return html`
    <form class="cell" onSubmit=${submit} novalidate>
      <div class="field grow">
        <label for="notify-phone">${t("office.notify.phone")}</label>
        <p class="hint" id="notify-phone-hint">${t("office.notify.phone.hint")}</p>
        <div class="notify-phone">
          <input id="notify-phone" class="input numbers" type="tel" inputmode="tel" autocomplete="tel" value=${phone}
            aria-invalid=${fault !== ""} aria-describedby="notify-phone-hint notify-phone-error"
            onInput=${(/** @type {any} */ event) => setPhone(event.target.value)} />
          <button type="submit" class="button quiet" aria-disabled=${busy}>${t("office.notify.save")}</button>
        </div>
        <p class="error" id="notify-phone-error" role="alert">${fault && html`<${Icon} name="triangle-alert" />${fault}`}</p>
      </div>
    </form>
  `;
}

/** @param {{ quiet: Quiet }} props */
function QuietHours({ quiet }) {
  /** @param {keyof Quiet} end */
  const Time = (end) => html`
    <label class="row">${t(`office.notify.${end}`)}
      <input class="input short numbers" type="time" value=${quiet[end]}
        onChange=${(/** @type {any} */ event) => event.target.value && saveOrSay({ quiet: { [end]: event.target.value } })} />
    </label>
  `;
  return html`
    <fieldset class="cell">
      <legend class="visually-hidden">${t("office.notify.quiet")}</legend>
      <${Icon} name="clock" />
      <span class="grow">${t("office.notify.quiet")}
        <span class="muted small block">${t("office.notify.quiet.hint")}</span>
        <span class="notify-quiet">${Time("from")}${Time("until")}</span>
      </span>
    </fieldset>
  `;
}

/** @param {{ chosen: string }} props */
const Language = ({ chosen }) => html`
  <label class="cell">
    <${Icon} name="languages" /><span class="grow">${t("office.notify.locale")}</span>
    <select class="input language-select" value=${chosen}
      onChange=${(/** @type {any} */ event) => saveOrSay({ locale: event.target.value })}>
      ${config.locales.map((code) => html`<option key=${code} value=${code} lang=${code}>${t(`office.language.${code}`)}</option>`)}
    </select>
  </label>
`;

/** How this person is told besides the inbox. */
export function Preferences() {
  useEffect(() => void load(), []);
  const wishes = preferences.value;
  const own = wishes?.channels.some((channel) => channel.own);
  return html`
    <section class="notify">
      <h2>${t("office.notify")}</h2>
      ${trouble.value && html`<${Failure} words=${trouble.value} onRetry=${load} />`}
      ${!wishes && !trouble.value && html`<${Skeleton} rows=${2} />`}
      ${wishes && html`
        <p class="muted small">${t(wishes.channels.length ? "office.notify.inbox" : "office.notify.none")}</p>
        ${wishes.channels.length > 0 && html`
          <div class="cells">
            ${wishes.channels.map((channel) => html`<${Switch} key=${channel.channel} channel=${channel} />`)}
            ${own && html`<${OwnPhone} />`}
            <${QuietHours} quiet=${wishes.quiet} />
            <${Language} chosen=${wishes.locale} />
          </div>
        `}
      `}
    </section>
  `;
}
