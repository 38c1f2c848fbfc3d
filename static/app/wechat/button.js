import { post } from "../../shared/api.js";
import { html, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";

/** Pages in WeChat; elsewhere its sign-in leads nowhere. */
export const inWechat = /MicroMessenger/.test(navigator.userAgent);

/**
 * Go to WeChat and come back signed in; the reports of this phone come along.
 *
 * @param {{ words: string, look?: string }} props
 */
export function WechatButton({ words, look = "quiet wide" }) {
  const [error, setError] = useState("");
  const leave = async () => {
    setError("");
    try {
      location.assign((await post("/wechat/sign-in")).address);
    } catch (caught) {
      setError(sentenceOf(caught));
    }
  };
  return html`
    <button type="button" class=${`button ${look}`} onClick=${leave}><${Icon} name="message-square" />${words}</button>
    ${error && html`<p class="error" role="alert"><${Icon} name="triangle-alert" />${error}</p>`}
  `;
}

/** Beside the sign-in by phone. */
export const WechatSignIn = () => inWechat && html`
  <section class="card stack">
    <p class="muted">${t("wechat.sign_in.why")}</p>
    <${WechatButton} words=${t("wechat.sign_in")} />
  </section>
`;
