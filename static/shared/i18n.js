import { signal } from "@preact/signals";
import { assets } from "./assets.js";
import { writeCookie } from "./cookies.js";

const FIRST_LOCALE = "zh-CN";

/** The present locale; components that read words follow it. */
export const locale = signal(document.documentElement.lang || FIRST_LOCALE);

/** @type {import("@preact/signals").Signal<Record<string, string>>} */
const words = signal({});

/** @param {string} name */
async function fetchWords(name) {
  const response = await fetch(assets.words[name]);
  if (!response.ok) throw new Error(`catalogue ${name}: HTTP ${response.status}`);
  return response.json();
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
