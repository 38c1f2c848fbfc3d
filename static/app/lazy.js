import { html, useEffect, useState } from "../shared/html.js";
import { laterWords, t } from "../shared/i18n.js";
import { Failure, Skeleton } from "../shared/ui/parts.js";

/**
 * A page whose code is fetched when somebody goes there, and the words of `later*.json` with it.
 *
 * @param {() => Promise<any>} load gives the component
 */
export function lazy(load) {
  /** @type {any} */
  let component = null;
  return function Lazy() {
    const [failed, setFailed] = useState(false);
    const [, redraw] = useState(0);
    const begin = () => {
      setFailed(false);
      Promise.all([load(), laterWords()]).then(
        ([loaded]) => {
          component = loaded;
          redraw((n) => n + 1);
        },
        () => setFailed(true),
      );
    };
    useEffect(() => {
      if (!component) begin();
    }, []);
    if (component) return html`<${component} />`;
    return html`
      <div class="content">
        ${failed ? html`<${Failure} words=${t("error.no_connection")} onRetry=${begin} />` : html`<${Skeleton} />`}
      </div>
    `;
  };
}
