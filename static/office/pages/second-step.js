import { post, Problem } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { html, useLayoutEffect, useRef, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";

const OVER = 410;

/**
 * The second step of signing in: a code of the authenticator app, or a recovery code.
 *
 * @param {{ challenge: string, onIn: (me: import("../../shared/session.js").Me) => void,
 *   onBack: (why?: string) => void }} props `challenge`: what the first step answered
 */
export function SecondStep({ challenge, onIn, onBack }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [way, setWay] = useState(/** @type {"code" | "recovery"} */ ("code"));
  const { busy, problem, setProblem, run } = useDeed();
  useLayoutEffect(() => input.current?.focus(), [way]);

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    run(async () => {
      onIn(await post("/sessions/second-step", { challenge, code: input.current?.value ?? "" }));
    }, (error) => {
      const status = error instanceof Problem ? error.status : 0;
      if (status === OVER) onBack(sentenceOf(error));
      else input.current?.select();
      return status === 401 ? t("office.sign_in.code.wrong") : sentenceOf(error);
    });
  };
  const turn = () => {
    setProblem("");
    setWay(way === "code" ? "recovery" : "code");
  };
  const typed = way === "code"
    ? { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 7 }
    : { autocomplete: "off", autocapitalize: "none", spellcheck: false, maxlength: 40 };
  return html`
    <form class="card stack" onSubmit=${submit}>
      <h1>${t("office.sign_in.code.title")}</h1>
      ${problem && html`<${Note} tone="danger" icon="triangle-alert" role="alert">${problem}<//>`}
      <div class="field" key=${way}>
        <label for="code">${t(way === "code" ? "office.sign_in.code" : "office.sign_in.recovery")}</label>
        <p class="hint" id="code-hint">${t(`office.sign_in.${way}.hint`)}</p>
        <input id="code" class="input numbers code-input" ref=${input} aria-describedby="code-hint" ...${typed} required />
      </div>
      <button type="submit" class="button wide" aria-disabled=${busy}><${Icon} name="log-in" />${t("office.sign_in.submit")}</button>
      <button type="button" class="button plain" onClick=${turn}>${t(way === "code" ? "office.sign_in.use_recovery" : "office.sign_in.use_code")}</button>
      <button type="button" class="button plain" onClick=${() => onBack()}><${Icon} name="arrow-left" />${t("office.sign_in.back")}</button>
    </form>
  `;
}
