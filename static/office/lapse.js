import { get, noteRefusedWith } from "../shared/api.js";
import { signal } from "../shared/html.js";
import { t } from "../shared/i18n.js";
import { become, me } from "../shared/session.js";

/**
 * Whether the session has ended while somebody was at work. Then the sign-in lies over the page: what was
 * typed below is there again for who signs in as the same person, and gone for anybody else.
 */
export const lapsed = signal(false);

/**
 * Ask the server who we are, and keep the page of somebody who has become nobody.
 *
 * @returns {Promise<import("../shared/session.js").Me>}
 */
export async function askWhoIAm() {
  const before = me.value;
  const person = await get("/me");
  if (me.value !== before) return person;
  if (before?.kind === "staff" && person.kind !== "staff") lapsed.value = true;
  else become(person);
  return person;
}

me.subscribe(() => {
  lapsed.value = false;
});

/** Let whatever the server refuses for want of a session ask for the sign-in, and say that. */
export const watchLapse = () =>
  noteRefusedWith((problem) => {
    if (problem.code !== "sign_in_required" || me.value?.kind !== "staff") return;
    problem.message = t("office.sign_in.lapsed");
    if (!lapsed.value) askWhoIAm().catch(() => {});
  });
