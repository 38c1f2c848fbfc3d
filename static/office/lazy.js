import { html, useEffect, useState } from "../shared/html.js";
import { laterWords } from "../shared/i18n.js";

/**
 * A component that is fetched when it is first shown, and with it the words that the first screen
 * does without; a grey box until then.
 *
 * @param {() => Promise<{ default: (props: any) => any }>} load
 * @param {string} placeholder class of the box
 * @returns {(props: any) => any}
 */
export function lazy(load, placeholder) {
  /** @type {((props: any) => any) | null} */
  let loaded = null;
  return function Lazy(props) {
    const [, redraw] = useState(false);
    useEffect(() => {
      if (loaded) return undefined;
      const begin = () => Promise.all([load(), laterWords()]).then(([module]) => {
        loaded = module.default;
        redraw(true);
      }, () => addEventListener("online", begin, { once: true }));
      begin();
      return () => removeEventListener("online", begin);
    }, []);
    return loaded ? html`<${loaded} ...${props} />` : html`<div class=${`${placeholder} skeleton`} />`;
  };
}
