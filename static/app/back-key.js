import { closeSheetsAlsoBy } from "../shared/ui/sheet.js";

/**
 * The phone's back key closes the sheet on top instead of leaving the page: an open sheet is a step
 * of the browser's history on the same address. A step says how many sheets are open at it.
 */

/** Longer than any browser takes to go back within a page: by then it had no such step. */
const PATIENCE_MS = 1000;

/** How each open sheet is closed, the topmost last. @type {(() => void)[]} */
const open = [];
/** What would be taken back too if it came while the browser is going back. @type {(() => void)[]} */
const waiting = [];
/** The timer of our own way back, which takes the browser a moment; 0 when it is where it should be. */
let leaving = 0;

/** The address of a step of a sheet that is no more: who goes back from it goes on to the one before. */
let spare = "";

const depth = () => history.state?.sheets ?? 0;

/** Bring the history to the sheets that are open. */
function settle() {
  if (leaving) return;
  const steps = depth() - open.length;
  for (let at = depth(); at < open.length;) history.pushState({ sheets: ++at }, "");
  if (steps > 0) {
    leaving = setTimeout(stay, PATIENCE_MS);
    history.go(-steps);
  } else {
    for (const go of waiting.splice(0)) go();
  }
}

function arrive() {
  clearTimeout(leaving);
  leaving = 0;
  settle();
}

/** There was no way back: this step serves as it is. */
function stay() {
  history.replaceState({ sheets: open.length }, "");
  arrive();
}

/** Go somewhere once the sheets that were closed are no steps any more. @param {() => void} go */
export function whenSettled(go) {
  waiting.push(go);
  settle();
}

addEventListener("popstate", () => {
  const isOurs = leaving > 0 || open.length > depth();
  if (!leaving) while (open.length > depth()) open.pop()?.();
  arrive();
  if (isOurs) return;
  if (spare === location.href) history.back();
  spare = "";
});

addEventListener("click", (event) => {
  const { hash } = /** @type {Element} */ (event.target).closest("a[href^='#']") ?? /** @type {any} */ ({});
  if (!leaving || !hash || event.defaultPrevented) return;
  event.preventDefault();
  waiting.push(() => { location.hash = hash; });
});

closeSheetsAlsoBy((close) => {
  open.push(close);
  settle();
  return () => {
    const at = open.indexOf(close);
    if (at < 0) return; // the key has closed it
    open.splice(at, 1);
    settle();
  };
});

if (depth()) { // loaded anew with a sheet open; to go back while loading leads Chromium too far
  history.replaceState({ sheets: 0 }, "");
  spare = location.href;
}
