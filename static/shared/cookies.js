const YEAR_S = 365 * 24 * 3600;

/**
 * Preferences live in cookies so that the server's pages honour them without a script.
 *
 * @param {string} name
 * @returns {string | null}
 */
export function readCookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}

/**
 * @param {string} name
 * @param {string | null} value `null` removes the cookie.
 */
export function writeCookie(name, value) {
  const age = value === null ? 0 : YEAR_S;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const text = encodeURIComponent(value ?? "");
  document.cookie = `${name}=${text}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}
