import { get, remove } from "../../shared/api.js";
import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { sentenceOf } from "../../shared/problems.js";
import { Icon } from "../../shared/ui/icon.js";
import { toast } from "../../shared/ui/toast.js";
import { inWechat, WechatButton } from "./button.js";

/** Whether the account opens by WeChat, and a way to change that. */
export function WechatCell() {
  const [linked, setLinked] = useState(/** @type {boolean | null} */ (null));
  useEffect(() => {
    get("/wechat/link").then((told) => setLinked(told.linked), () => {});
  }, []);
  const unlink = () =>
    remove("/wechat/link").then(() => setLinked(false), (error) => toast(sentenceOf(error)));
  if (linked === null || (!linked && !inWechat)) return null;
  return html`
    <div class="cell">
      <${Icon} name="message-square" />
      <span class="grow">${t(linked ? "wechat.linked" : "wechat.unlinked")}</span>
      ${linked
        ? html`<button type="button" class="button plain" onClick=${unlink}>${t("wechat.unlink")}</button>`
        : html`<${WechatButton} words=${t("wechat.link")} look="plain" />`}
    </div>
  `;
}
