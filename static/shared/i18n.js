import { signal } from "@preact/signals";
import { speakWith } from "./api.js";
import { assets } from "./assets.js";
import { writeCookie } from "./cookies.js";

const FIRST_LOCALE = "zh-CN";

/** The present locale; components that read words follow it. */
export const locale = signal(document.documentElement.lang || FIRST_LOCALE);

speakWith(() => locale.value);

/** @type {import("@preact/signals").Signal<Record<string, string>>} */
const words = signal({});

/** @param {string} address */
async function fetchCatalogue(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response.json();
}

/** @type {Promise<void> | null} */
let later = null;

/** @param {string} name */
async function fetchWords(name) {
  const addresses = [assets.words[name], later && assets.later?.[name]];
  return Object.assign({}, ...(await Promise.all(addresses.map((one) => one && fetchCatalogue(one)))));
}

/**
 * Words that the first screens do without: pages that are fetched when somebody goes there ask for
 * them first. From then on they follow the language.
 */
export function laterWords() {
  later ??= Promise.resolve().then(async () => {
    words.value = await fetchWords(locale.value);
  });
  later.catch(() => {
    later = null;
  });
  return later;
}

/** Load the catalogue of the page's language; nothing is drawn before. */
export async function startWords() {
  if (!(locale.value in assets.words)) locale.value = FIRST_LOCALE;
  words.value = await fetchWords(locale.value);
}

/**
 * Change the language of the page and remember it on this device.
 *
 * @param {string} next
 */
export async function chooseLocale(next) {
  words.value = await fetchWords(next);
  locale.value = next;
  document.documentElement.lang = next;
  writeCookie("ssp_locale", next);
}

/**
 * The words of a key with its `{placeholders}` filled. A missing key shows itself.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 * @returns {string}
 */
export function t(key, params = {}) {
  const sentence = words.value[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(params[name] ?? ""));
}

/**
 * Whether the catalogue has words for a key.
 *
 * @param {string} key
 */
export const hasWords = (key) => key in words.value;
