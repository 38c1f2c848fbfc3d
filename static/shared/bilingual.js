import { assets } from "./assets.js";
import { config } from "./config.js";
import { locale } from "./i18n.js";

const FIRST = "zh-CN";

/** @type {Record<string, Promise<Record<string, string>>>} */
const fetched = {};

/** @param {string} name */
function wordsOf(name) {
  fetched[name] ??= Promise.all(
    [assets.words[name], assets.later?.[name]].map(async (address) => (address ? (await fetch(address)).json() : {})),
  ).then((parts) => Object.assign({}, ...parts));
  return fetched[name];
}

/**
 * A heading in Chinese and then in the city's second language; `null` for readers of a third one,
 * and for headings that are no words of ours. It is found again by its words, so that pages need
 * not care.
 *
 * @param {string} heading
 * @returns {Promise<[lang: string, words: string][] | null>}
 */
export async function inBoth(heading) {
  const languages = [FIRST, config.bilingual];
  if (!languages.includes(locale.value)) return null;
  const here = await wordsOf(locale.value);
  const key = Object.keys(here).find((name) => here[name] === heading);
  if (!key) return null;
  const both = await Promise.all(languages.map(wordsOf));
  return languages.map((lang, at) => [lang, both[at][key]]);
}
