import { digitsOf } from "../device/phone.js";
import { go } from "../router.js";
import { chooseTile, edit, startCapture, takeFiles } from "../snap/draft.js";

const ANY_TILE = "T13";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/**
 * Whether the server's form has to stay: it came back with photos that only it knows of.
 *
 * @param {HTMLElement} box that holds the form
 */
export const mustStay = (box) => box.querySelector("form input[name=photo]") !== null;

/**
 * Keep what somebody quick has put into the server's form before the script arrived.
 *
 * @param {HTMLElement} box that holds the form
 * @returns {() => void} moves it into the draft, once the app is drawn
 */
export function adoptPlainForm(box) {
  /** @param {string} name */
  const control = (name) => /** @type {Control | null} */ (box.querySelector(`form [name=${name}]`));
  /** @param {string} name */
  const said = (name) => control(name)?.value.trim() ?? "";
  const files = Array.from(/** @type {HTMLInputElement | null} */ (control("photos"))?.files ?? []);
  const [words, address, phone, area] = ["words", "address", "phone", "area"].map(said);
  const tile = said("tile") === ANY_TILE ? "" : said("tile");
  const consents = box.querySelector("form [name=consent]:checked") !== null;
  const areas = /** @type {HTMLSelectElement | null} */ (control("area"));
  const place_words = areas?.selectedOptions[0]?.text ?? "";
  return () => {
    if (!files.length && ![words, address, phone, area, tile].some(Boolean)) return;
    if (area) edit({ place: { area_code: area }, place_words });
    if (phone) edit({ phone: digitsOf(phone), anonymous: false });
    if (words) edit({ words });
    if (address) edit({ address });
    if (tile) chooseTile(tile);
    if (files.length || consents) startCapture();
    if (files.length) takeFiles(files, "camera");
    go("/snap");
  };
}
