import { icon, make, words } from "./dom.js";

/**
 * Lay the two pictures of a pair over each other, with a range input that moves the seam.
 *
 * @param {HTMLElement} pair
 */
export function compare(pair) {
  const [before, after] = pair.querySelectorAll("img");
  const tags = [...pair.querySelectorAll(".tag")].map((tag) => make("span", { class: tag.className }, [tag.textContent ?? ""]));
  const { icons = "", compareWords = "" } = words();
  after.className = "after";
  before.className = "";
  const range = /** @type {HTMLInputElement} */ (
    make("input", { type: "range", min: "0", max: "100", value: "50", "aria-label": compareWords })
  );
  const seam = make("div", { class: "seam" }, [icon(icons, "chevrons-left-right")]);
  const figure = make("figure", { class: "compare" }, [make("div", { class: "frame" }, [before, after, range, seam, ...tags])]);
  range.addEventListener("input", () => figure.style.setProperty("--split", `${range.value}%`));
  pair.replaceWith(figure);
}
