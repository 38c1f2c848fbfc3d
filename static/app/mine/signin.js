import { post, Problem } from "../../shared/api.js";
import { config } from "../../shared/config.js";
import { useDeed } from "../../shared/deed.js";
import { html, useId, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { become, me } from "../../shared/session.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";
import { digitsOf } from "../device/phone.js";
import { Page } from "../page.js";
import { go } from "../router.js";
import { WechatSignIn } from "../wechat/button.js";

const PHONE = /^1[3-9]\d{9}$/;
const CODE = /\d{6}/;

/**
 * What is wrong with the one field there is. A refusal with a name of its own says more than its
 * field, such as how many tries are left.
 *
 * @param {unknown} error
 */
const fieldSentenceOf = (error) =>
  (error instanceof Problem && error.code === "invalid" && Object.values(error.errors)[0]?.[0]) || sentenceOf(error);

/**
 * @param {{ label: string, hint: string, error: string, attributes: Record<string, string>,
 *   button: string, busy: boolean, onSubmit: (value: string) => void }} props
 */
function OneField({ label, hint, error, attributes, button, busy, onSubmit }) {
  const id = useId();
  const [value, setValue] = useState("");
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    onSubmit(value.normalize("NFKC").replace(/\s/g, ""));
  };
  return html`
    <form class="card stack" noValidate onSubmit=${submit}>
      <div class="field">
        <label for=${id}>${label}</label>
        <p class="hint" id=${`${id}-hint`}>${hint}</p>
        <input class="input numbers large" id=${id} ...${attributes} value=${value} aria-invalid=${Boolean(error)}
          aria-describedby=${`${id}-hint${error ? ` ${id}-error` : ""}`}
          onInput=${(/** @type {any} */ event) => setValue(event.target.value)} />
        ${error && html`<p class="error" role="alert" id=${`${id}-error`}><${Icon} name="triangle-alert" />${error}</p>`}
      </div>
      <button type="submit" class="button wide" aria-disabled=${busy}>${button}</button>
    </form>
  `;
}

/** Sign in with a code sent to the phone: no password, no puzzle. */
export function SignInPage() {
  const [phone, setPhone] = useState("");
  const [request, setRequest] = useState("");
  const { busy, problem, setProblem, run } = useDeed();

  /** @param {string} written */
  const ask = (written) => {
    const number = digitsOf(written);
    if (!PHONE.test(number)) {
      setProblem(t("contact.fault"));
      return;
    }
    run(async () => {
      const { request_id } = await post("/otp", { phone: number });
      setPhone(number);
      setRequest(request_id);
    }, fieldSentenceOf);
  };
  const again = () => run(async () => {
    setRequest((await post("/otp", { phone })).request_id);
    toast(t("signin.sent_again"));
  });
  /** @param {string} written the code, or the message with it */
  const enter = (written) =>
    run(async () => {
      become(await post(`/otp/${request}`, { code: CODE.exec(written)?.[0] ?? written }));
      toast(t("account.welcome"));
      go("/me", { replace: true });
    }, fieldSentenceOf);

  return html`
    <${Page} title=${t("account.sign_in")} back="/me">
      ${request
        ? html`
          <${OneField} key="code" label=${t("signin.code")} hint=${t("signin.code_hint", { phone })} error=${problem} busy=${busy}
            attributes=${{ inputmode: "numeric", autocomplete: "one-time-code", maxlength: "200" }}
            button=${t("signin.enter")} onSubmit=${enter} />
          <div class="row">
            <button type="button" class="button plain" aria-disabled=${busy} onClick=${again}>${t("signin.again")}</button>
            <button type="button" class="button plain" onClick=${() => setRequest("")}>${t("signin.other_phone")}</button>
            ${config.demo && html`<a class="button plain" href="/demo/sms" target="_blank">${t("signin.demo")}</a>`}
          </div>
        `
        : html`
          <${OneField} key="phone" label=${t("contact.phone")} hint=${t("signin.phone_hint")} error=${problem} busy=${busy}
            attributes=${{ type: "tel", inputmode: "tel", autocomplete: "tel", maxlength: "20" }}
            button=${t("signin.send")} onSubmit=${ask} />
          ${config.wechat && me.value?.kind !== "resident" && html`<${WechatSignIn} />`}
        `}
    <//>
  `;
}
