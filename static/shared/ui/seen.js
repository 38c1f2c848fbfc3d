import { formatMoment } from "../format.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { seen } from "../seen.js";
import { Note } from "./parts.js";

/**
 * What is shown below was kept on this device: say since when.
 *
 * @param {{ path: string }} props path in the API that it was fetched from
 */
export function Seen({ path }) {
  const at = seen.value[path];
  return at
    ? html`<${Note} tone="warning" icon="wifi-off" role="status">${t("seen.at", { when: formatMoment(at) })}<//>`
    : null;
}
