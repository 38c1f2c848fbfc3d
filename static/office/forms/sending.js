import { Problem } from "../../shared/api.js";
import { useDeed } from "../../shared/deed.js";
import { useId, useState } from "../../shared/html.js";
import { sentenceOf } from "../../shared/problems.js";
import { settled } from "../photos/shots.js";
import { byField } from "./summary.js";

/** @typedef {import("./form.js").Form} Form */

/**
 * A form on its way to the city, once its photos are: what is wrong with it stands beside its
 * fields and in its summary.
 *
 * @param {Form} form
 * @param {() => Promise<void>} send called when nothing is wrong as far as the browser knows
 * @param {(error: unknown) => string} [wordsOf] what the summary says of a refusal
 */
export function useSending(form, send, wordsOf = sentenceOf) {
  const prefix = useId();
  const { busy, problem, run } = useDeed();
  const [attempt, setAttempt] = useState(0);
  const countAttempt = () => setAttempt((count) => count + 1);

  /** The id of a field's input. @param {string} name */
  const idOf = (name) => `${prefix}-${name}`;

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    run(async () => {
      await settled();
      if (form.check()) await send();
      else countAttempt();
    }, (error) => {
      if (error instanceof Problem) form.errors.value = byField(error.errors);
      countAttempt();
      return wordsOf(error);
    });
  };
  return { busy, submit, idOf, summary: { form, general: problem, idOf, attempt } };
}
