import { get } from "../../shared/api.js";

/**
 * The JS-SDK of WeChat, in one place. Only what helps is asked for: the card that people share, and
 * the position where the browser's own is refused.
 *
 * @typedef {{ title: string, desc: string, link: string, imgUrl: string }} Card
 * @typedef {{ lat: number, lon: number, accuracy_m: number }} Fix WGS-84 degrees
 * @typedef {{ latitude: number | string, longitude: number | string, accuracy: number | string }} Place
 * @typedef {object} Wx
 * @property {(settings: Record<string, unknown>) => void} config
 * @property {(run: () => void) => void} ready
 * @property {(run: (fault: { errMsg: string }) => void) => void} error
 * @property {(card: Card) => void} updateAppMessageShareData
 * @property {(card: Omit<Card, "desc">) => void} updateTimelineShareData
 * @property {(how: { type: "wgs84", success: (found: Place) => void, fail: () => void }) => void} getLocation
 */

const SCRIPT = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";
const CALLS = ["updateAppMessageShareData", "updateTimelineShareData", "getLocation"];

/** WeChat on iOS holds signatures against the address the page was opened with. */
const opened = location.href.split("#")[0];

/** @returns {Promise<void>} */
const loadScript = () =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error("WeChat's script did not load"));
    document.head.append(script);
  });

/**
 * Load the script and have it accept this page.
 *
 * @returns {Promise<Wx>}
 * @throws {Error} when WeChat or our server refuses
 */
export async function startSdk() {
  const [signed] = await Promise.all([get("/wechat/signature", { url: opened }), loadScript()]);
  const wx = /** @type {{ wx?: Wx }} */ (/** @type {unknown} */ (window)).wx;
  if (!wx) throw new Error("WeChat's script is empty");
  wx.config({
    debug: false, appId: signed.app_id, timestamp: signed.timestamp, nonceStr: signed.nonce,
    signature: signed.signature, jsApiList: CALLS,
  });
  return new Promise((resolve, reject) => {
    wx.ready(() => resolve(wx));
    wx.error(({ errMsg }) => reject(new Error(errMsg)));
  });
}

/** What friends and moments show. @param {Wx} wx @param {Card} card */
export function showCard(wx, card) {
  wx.updateAppMessageShareData(card);
  wx.updateTimelineShareData({ title: card.title, link: card.link, imgUrl: card.imgUrl });
}

/** @param {Wx} wx @returns {Promise<Fix>} */
export const position = (wx) =>
  new Promise((resolve, reject) => {
    wx.getLocation({
      type: "wgs84",
      success: ({ latitude, longitude, accuracy }) =>
        resolve({ lat: Number(latitude), lon: Number(longitude), accuracy_m: Math.round(Number(accuracy)) }),
      fail: () => reject(new Error("no position")),
    });
  });
