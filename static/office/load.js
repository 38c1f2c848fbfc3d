import { get } from "../shared/api.js";
import { html, useEffect, useState } from "../shared/html.js";
import { useNewest } from "../shared/newest.js";
import { sentenceOf } from "../shared/problems.js";
import { Failure, Skeleton } from "../shared/ui/parts.js";
import { lapsed } from "./lapse.js";

/**
 * @typedef {Record<string, string | number | null | undefined>} Query
 * @typedef {{ data: any, trouble: string, reload: () => Promise<void>,
 *   put: (data: any) => void }} Loaded `put`: what a write answered takes the place of what was read
 * @typedef {{ items: any[] | null, next: string | null, trouble: string, more: () => void,
 *   reload: () => Promise<void> }} Listed
 */

/**
 * What the API says at a path, fetched anew whenever the path or the query changes.
 *
 * @param {string | null} path below /api/v1; `null`: there is nothing to ask yet
 * @param {Query} [query]
 * @returns {Loaded}
 */
export function useLoaded(path, query) {
  const [state, setState] = useState({ data: /** @type {any} */ (null), trouble: "" });
  const ask = useNewest();
  const key = JSON.stringify([path, query]);
  const reload = async () => {
    const isNewest = ask();
    if (path === null) return;
    try {
      const data = await get(path, query);
      if (isNewest()) setState({ data, trouble: "" });
    } catch (error) {
      if (isNewest()) setState({ data: null, trouble: sentenceOf(error) });
    }
  };
  useEffect(() => {
    setState({ data: null, trouble: "" });
    reload();
  }, [key]);
  useEffect(() => {
    if (!lapsed.value && state.trouble) reload();
  }, [lapsed.value]);
  /** @param {any} data */
  const put = (data) => {
    ask();
    setState({ data, trouble: "" });
  };
  return { ...state, reload, put };
}

/**
 * Two things that are needed together, as a pair.
 *
 * @param {Loaded} one
 * @param {Loaded} other
 * @returns {Loaded}
 */
export const bothOf = (one, other) => ({
  data: one.data && other.data && [one.data, other.data],
  trouble: one.trouble || other.trouble,
  reload: async () => void (await Promise.all([one.reload(), other.reload()])),
  put: ([first, second]) => {
    one.put(first);
    other.put(second);
  },
});

/**
 * A list that the API gives in pages: `{"items": [...], "next": cursor or null}`.
 *
 * @param {string} path below /api/v1
 * @param {Query} [query]
 * @returns {Listed}
 */
export function useListed(path, query = {}) {
  const first = useLoaded(path, query);
  const [later, setLater] = useState({ of: /** @type {any} */ (null), items: /** @type {any[]} */ ([]), next: /** @type {string | null} */ (null), trouble: "" });
  const fresh = later.of === first.data;
  const next = fresh ? later.next : (first.data?.next ?? null);
  const more = async () => {
    const of = first.data;
    const shown = fresh ? later.items : [];
    try {
      const page = await get(path, { ...query, cursor: next });
      setLater({ of, items: [...shown, ...page.items], next: page.next, trouble: "" });
    } catch (error) {
      setLater({ of, items: shown, next, trouble: sentenceOf(error) });
    }
  };
  return {
    items: first.data && [...first.data.items, ...(fresh ? later.items : [])],
    next,
    trouble: first.trouble || (fresh ? later.trouble : ""),
    more,
    reload: first.reload,
  };
}

/**
 * Draws what was loaded; grey rows before, and what went wrong with a way to try again.
 *
 * @param {{ from: Loaded, rows?: number, children: (data: any) => any }} props
 */
export const WhenLoaded = ({ from, rows = 4, children }) => {
  if (from.trouble) return html`<${Failure} words=${from.trouble} onRetry=${from.reload} />`;
  if (from.data === null) return html`<${Skeleton} rows=${rows} height="3rem" />`;
  return children(from.data);
};
