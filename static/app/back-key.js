import { closeSheetsAlsoBy } from "../shared/ui/sheet.js";

/**
 * The phone's back key closes the sheet on top instead of leaving the page: an open sheet is a step
 * of the browser's history on the same address. A step says how many sheets are open at it.
 */

/** How each open sheet is closed, the topmost last. @type {(() => void)[]} */
const open = [];

const depth = () => history.state?.sheets ?? 0;

/** A step that counts more sheets than there are is an old one. */
const forgetOld = () => depth() > open.length && history.replaceState({ sheets: open.length }, "");

forgetOld(); // the page was loaded anew with a sheet open
addEventListener("popstate", () => {
  while (open.length > depth()) open.pop()?.();
  forgetOld();
});

closeSheetsAlsoBy((close) => {
  open.push(close);
  history.pushState({ sheets: open.length }, "");
  return () => {
    const at = open.indexOf(close);
    if (at < 0) return; // the key has closed it
    open.splice(at, 1);
    if (depth() > open.length) history.back();
  };
});
