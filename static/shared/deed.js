import { useState } from "./html.js";
import { sentenceOf } from "./problems.js";

/**
 * One thing at a time that a person asks the city to do: whether it is under way, and what it was
 * refused for.
 *
 * @param {(words: string) => void} [say] who is told of a refusal, such as a toast; without it
 *   `problem` holds the words until the next try
 */
export function useDeed(say) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @param {(error: unknown) => string} [wordsOf] what is said of a refusal; empty: nothing
   * @returns {Promise<T | undefined>} the answer; `undefined` when refused, or busy already
   */
  const run = async (work, wordsOf = sentenceOf) => {
    if (busy) return undefined;
    setBusy(true);
    setProblem("");
    try {
      return await work();
    } catch (error) {
      (say ?? setProblem)(wordsOf(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, setProblem, run };
}
