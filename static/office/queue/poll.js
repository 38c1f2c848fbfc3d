import { loadMe } from "../../shared/session.js";
import { useEffect } from "../../shared/html.js";
import { openCase, view } from "../case/store.js";
import { route } from "../router.js";
import { items, loadQueues, lookAgain, refresh } from "./store.js";

const EVERY_MS = 20_000;

/** Show the open case as it is now, unless somebody is filling in a form about it. */
function followOpenCase() {
  const shown = view.value;
  const listed = items.value?.find(({ number }) => number === shown?.number);
  if (shown && listed && listed.version !== shown.version && !route.value.action) openCase(shown.number);
}

/** Fetch anew, quietly, and only while the page is seen. */
async function look() {
  if (document.hidden) return;
  await Promise.all([loadQueues(), refresh(), loadMe(), lookAgain()]).then(followOpenCase, () => {});
}

/** Keep counts and list fresh while a component is shown. */
export function usePolling() {
  useEffect(() => {
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
}
