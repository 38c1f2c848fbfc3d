import { config } from "../../shared/config.js";
import { laterWords, t } from "../../shared/i18n.js";
import { other } from "../snap/position.js";
import { position, showCard, startSdk } from "./sdk.js";

/**
 * What a page in WeChat has beside the rest, where the operator wants it. The card that is shared
 * leads to the home page: the address of an own case can hold its query code.
 */
export async function start() {
  await laterWords();
  const wx = await startSdk();
  const home = location.href.split("#")[0];
  showCard(wx, {
    title: t("wechat.card.title", { city: config.city.name }),
    desc: t("wechat.card.words"),
    link: home,
    imgUrl: new URL("/icon/192.png", home).href,
  });
  other.ask = () => position(wx);
}
