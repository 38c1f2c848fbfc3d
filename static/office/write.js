import { post } from "../shared/api.js";
import { t } from "../shared/i18n.js";
import { sentenceOf } from "../shared/problems.js";
import { toast } from "../shared/ui/toast.js";

/**
 * Do something at once, on the press of a button, and say how it went.
 *
 * @param {() => Promise<any>} work
 * @param {string} done key of what to say afterwards
 * @returns {Promise<any>} the answer, or `null` when it was refused
 */
export async function doNow(work, done) {
  try {
    const answer = await work();
    toast(t(done));
    return answer ?? true;
  } catch (error) {
    toast(sentenceOf(error));
    return null;
  }
}

/** @param {string} path below /api/v1 @param {string} done key of what to say afterwards */
export const postNow = (path, done) => doNow(() => post(path), done);
