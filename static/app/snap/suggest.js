import { get } from "../../shared/api.js";
import { config } from "../../shared/config.js";
import { computed, effect, signal } from "../../shared/html.js";
import { laterWords, t } from "../../shared/i18n.js";
import { draft, lastTile } from "./draft.js";

/** @typedef {import("../../shared/types.js").SimilarCase} SimilarCase */

const MOST = 4;

/** Open public cases near the draft's place. @type {import("@preact/signals").Signal<SimilarCase[]>} */
export const similar = signal([]);

let asked = "";

/** Keep the similar cases true to the draft's place and tile. */
export function watchSimilar() {
  effect(() => {
    const entry = draft.value;
    if (!entry?.place || !("lat" in entry.place)) {
      similar.value = [];
      asked = "";
      return;
    }
    const { lat, lon } = entry.place;
    const query = { lat, lon, tile: entry.tile };
    const present = JSON.stringify(query);
    if (present === asked) return;
    asked = present;
    get("/similar", query)
      .then(({ items }) => {
        if (present === asked) similar.value = items;
      })
      .catch(() => {
        asked = ""; // a hint only: the report can go without it
      });
  });
}

/** Tells the tiles that words speak of, once somebody writes any. @type {import("@preact/signals").Signal<((words: string) => string[]) | null>} */
const reader = signal(null);

/** Fetch what reads words, with the words it knows; without it there are the other suggestions. */
export function readWords() {
  if (reader.value) return;
  Promise.all([import("./said.js"), laterWords()]).then(
    ([{ tilesIn }]) => {
      reader.value = tilesIn;
    },
    () => {},
  );
}

/** Tiles worth a try: used last, of the nearest case, then what the words speak of, then of other cases nearby. */
export const suggestedTiles = computed(() => {
  const known = new Set(config.tiles.map(({ code }) => code));
  const [nearest, ...others] = similar.value.map(({ tile }) => tile);
  const said = reader.value?.(draft.value?.words ?? "") ?? [];
  const codes = [lastTile(), nearest, ...said, ...others].flatMap((code) => code ?? []);
  return [...new Set(codes)].filter((code) => known.has(code)).slice(0, MOST);
});

/** Whether the draft sounds like a danger that cannot wait. */
export const soundsUrgent = computed(() => {
  const words = draft.value?.words ?? "";
  return t("snap.urgent_words").split(",").some((word) => words.toLowerCase().includes(word.trim()));
});
