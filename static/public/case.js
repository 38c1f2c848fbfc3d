import { compare } from "./compare.js";
import { share } from "./share.js";

/** What a script adds to the public page of a case; everything else works without. */
for (const pair of document.querySelectorAll("[data-compare]")) compare(/** @type {HTMLElement} */ (pair));
for (const box of document.querySelectorAll("[data-share]")) share(/** @type {HTMLElement} */ (box));
