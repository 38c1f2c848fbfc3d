import { post, Problem } from "../../shared/api.js";
import { config } from "../../shared/config.js";
import { useDeed } from "../../shared/deed.js";
import { html, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { become, me } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { closeCase } from "../case/store.js";
import { lapsed } from "../lapse.js";
import { forgetLookups } from "../lookups.js";
import { foreign, orders } from "../outbox/orders.js";
import { forgetQueues } from "../queue/store.js";
import { SecondStep } from "./second-step.js";

/** @typedef {{ username: string, password: string, name: string }} DemoAccount */

/** Accounts of the demo city, which live only on the machine that runs it. @type {DemoAccount[]} */
const demo = config.demo_accounts ?? [];

/** @param {{ onPick: (account: DemoAccount) => void }} props */
const DemoAccounts = ({ onPick }) => html`
  <section class="demo">
    <h2>${t("office.demo")}</h2>
    <p class="muted small">${t("office.demo.hint")}</p>
    <ul>
      ${demo.map((account) => html`
        <li key=${account.username}>
          <button type="button" class="cell" onClick=${() => onPick(account)}>
            <${Icon} name="user" /><span class="grow">${account.name}</span>
            <span class="muted small">${account.username}</span>
          </button>
        </li>
      `)}
    </ul>
  </section>
`;

/** Messages of the device went with the session. @param {ServiceWorkerRegistration} registration */
const pushAgain = async (registration) => (await import("../../shared/install/push.js")).renewSubscription(registration);

/** Let somebody in; somebody else than before finds nothing they had open. @param {import("../../shared/session.js").Me} person */
function enter(person) {
  if (person.account !== me.value?.account) {
    forgetLookups();
    forgetQueues();
    closeCase();
  }
  if (lapsed.value) navigator.serviceWorker?.ready.then(pushAgain).catch(() => {});
  become(person);
}

/** Sign in with the name and password of a member of staff. */
export default function SignIn() {
  const name = useRef(/** @type {HTMLInputElement | null} */ (null));
  const password = useRef(/** @type {HTMLInputElement | null} */ (null));
  const { busy, problem, setProblem, run } = useDeed();
  const [challenge, setChallenge] = useState("");

  /** @param {string} username @param {string} word */
  const signIn = (username, word) => run(async () => {
    const answer = await post("/sessions", { username, password: word });
    if (answer.challenge) setChallenge(answer.challenge);
    else enter(answer);
  }, (error) => {
    const denied = error instanceof Problem && [401, 422].includes(error.status);
    password.current?.select();
    return denied ? t("office.sign_in.wrong") : sentenceOf(error);
  });
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    signIn(name.current?.value.trim() ?? "", password.current?.value ?? "");
  };
  const back = (why = "") => {
    setChallenge("");
    setProblem(why);
  };
  const unsent = foreign.value + orders.value.length;
  if (challenge) {
    return html`
      <main class="sign-in">
        <${SecondStep} challenge=${challenge} onBack=${back} onIn=${enter} />
      </main>
    `;
  }
  return html`
    <main class="sign-in">
      <form class="card stack" onSubmit=${submit}>
        <header>
          <p class="muted">${config.city.name}</p>
          <h1>${t("office.sign_in.title")}</h1>
        </header>
        ${problem && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${problem}<//>`}
        ${lapsed.value && html`<${Note} icon="clock">${t("office.sign_in.lapsed")}<//>`}
        ${unsent > 0 && html`<${Note} tone="warning" icon="hourglass">${t("outbox.waits_for_you", { n: unsent })}<//>`}
        <div class="field">
          <label for="username">${t("office.sign_in.username")}</label>
          <input id="username" class="input" ref=${name} autocomplete="username" autocapitalize="none" spellcheck=${false} required />
        </div>
        <div class="field">
          <label for="password">${t("office.sign_in.password")}</label>
          <input id="password" class="input" type="password" ref=${password} autocomplete="current-password" required />
        </div>
        <button type="submit" class="button wide" aria-disabled=${busy}><${Icon} name="log-in" />${t("office.sign_in.submit")}</button>
      </form>
      ${demo.length > 0 && html`
        <${DemoAccounts} onPick=${(/** @type {DemoAccount} */ one) => signIn(one.username, one.password)} />
      `}
      ${config.city.notice && html`<p class="muted small notice">${config.city.notice}</p>`}
    </main>
  `;
}
