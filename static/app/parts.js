import { html } from "../shared/html.js";
import { Icon } from "../shared/ui/icon.js";

/**
 * The small picture of a case in a list, or a blank of the same size.
 *
 * @param {{ url: string | null }} props
 */
export const Thumb = ({ url }) =>
  url
    ? html`<img class="photo" src=${url} alt="" loading="lazy" />`
    : html`<span class="photo blank"><${Icon} name="image" /></span>`;

/**
 * A line of a list that leads somewhere.
 *
 * @param {{ href: string, icon: string, children?: any, end?: any }} props
 */
export const LinkCell = ({ href, icon, children, end }) => html`
  <a class="cell" href=${href}>
    <${Icon} name=${icon} />${children}
    <span class="end">${end}<${Icon} name="chevron-right" /></span>
  </a>
`;
