import { html } from "../html.js";

const NUMBER = /(\d{6}-\d{8}-\w{4})/;

/**
 * Words whose case numbers are not torn at their dashes.
 *
 * @param {{ words: string }} props
 */
export const Whole = ({ words }) =>
  words.split(NUMBER).map((piece, at) => (at % 2 ? html`<span key=${at} class="numbers whole">${piece}</span>` : piece));
