import { get, NoConnection, Problem } from "../../shared/api.js";
import { areaWords } from "../../shared/areas.js";
import { effect, signal } from "../../shared/html.js";
import { draft, edit } from "./draft.js";

/** Whether the chosen place lies outside the city. */
export const outside = signal(false);

let asked = "";

/** Keep the words of the draft's place true to its coordinates. */
export function watchAddress() {
  effect(() => {
    const place = draft.value?.place;
    if (!place || !("lat" in place)) {
      asked = "";
      outside.value = false;
      return;
    }
    const spot = `${place.lat},${place.lon}`;
    if (spot === asked) return;
    asked = spot;
    name(place, spot);
  });
}

/** @param {{ lat: number, lon: number }} place @param {string} spot */
async function name({ lat, lon }, spot) {
  try {
    const { areas } = await get("/locate", { lat, lon, datum: "wgs84" });
    if (spot !== asked) return;
    outside.value = false;
    await edit({ place_words: areaWords(areas) });
  } catch (error) {
    if (spot !== asked) return;
    if (error instanceof NoConnection) asked = "";
    else outside.value = error instanceof Problem && error.code === "out_of_area";
  }
}
