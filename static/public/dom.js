/**
 * An element with attributes and children.
 *
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} [children]
 */
export function make(name, attributes, children = []) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * An icon of the sprite.
 *
 * @param {string} sprite address
 * @param {string} name
 */
export function icon(sprite, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** The words and addresses that the server left for the script. @returns {DOMStringMap} */
export const words = () => /** @type {HTMLElement} */ (document.querySelector("[data-share]")).dataset;
