import { assets } from "../assets.js";
import { html } from "../html.js";

/**
 * A line icon of the sprite; always beside a word, so hidden from screen readers.
 *
 * @param {{ name: string }} props
 */
export const Icon = ({ name }) => html`
  <svg class="icon" aria-hidden="true"><use href=${`${assets.icons}#${name}`} /></svg>
`;
