/**
 * Numbers and codes as people write them down, read out or paste them: full-width signs of a Chinese
 * keyboard, any dashes, small letters, words around them, and letters in place of the digits that
 * look alike. `server/web/written.py` reads them in the same way.
 */

const NUMBER = /^([0-9OIL]{14})([0-9A-Z]{4})([0-9A-Z]{16})?$/;
const CODE_SIGNS = 16;

/** What is left of a text when only signs of numbers and codes count. @param {string} written */
const squeezed = (written) => written.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");

/** A code has no 0, 1 and 8. @param {string} signs */
const codeOf = (signs) => signs.slice(-CODE_SIGNS).replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B");

/**
 * @param {string} number what was written as the number, perhaps with the code behind it
 * @param {string} code what was written as the code
 * @returns {{ number: string, code: string }}
 */
export function readWritten(number, code) {
  const [, place, suffix, behind = ""] = NUMBER.exec(squeezed(number)) ?? [];
  if (!place) return { number: number.trim().toUpperCase(), code: codeOf(squeezed(code)) };
  const digits = place.replace(/O/g, "0").replace(/[IL]/g, "1");
  return { number: `${digits.slice(0, 6)}-${digits.slice(6)}-${suffix}`, code: codeOf(squeezed(code) || behind) };
}
