/* Draws a scene of widgets/explorers/scene.py into its place, and changes there what differs: attributes and words.
 *
 * Used on pages by player.js, and in JupyterLab by scene_widget.js.
 */

/** @typedef {{size: [number, number], markup: string, parts: Record<string, Record<string, string | number>>}} Drawing */
/** @typedef {{scene: {wide: Drawing, narrow?: Drawing}, label: string, leaves_out: string, kind: string, colours: Record<string, [string, string]>}} Scene */
/** @typedef {import("./drawing.js").Colours} Colours */

/** The width from which the wide drawing is shown, px, as in scene.css. On paper it is always that one. */
export const WIDE = 796;
const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * The drawing for a place of this width.
 * @param {Scene} scene
 * @param {number} width px
 */
export function drawingFor({ scene }, width) {
  return width < WIDE && scene.narrow ? scene.narrow : scene.wide;
}

/**
 * The text of a drawing, by itself.
 * @param {Drawing} drawing
 */
function whole({ size: [width, height], markup }) {
  return `<svg xmlns="${NAMESPACE}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${markup}</svg>`;
}

/** @type {WeakMap<Element, string>} the text from which a drawing was made */
const MADE = new WeakMap();
/** @type {WeakMap<Element, Colours>} the colours in which it stands: to set them anew styles all of it anew */
const COLOURED = new WeakMap();

/**
 * Draw a scene. What stands there is kept where only attributes differ, so that it moves to them.
 * @param {HTMLElement} place
 * @param {any} scene
 * @param {Colours} colours
 * @param {number} [width] px; the place's if left out
 */
export function drawScene(place, scene, colours, width = place.clientWidth) {
  const drawing = drawingFor(scene, width);
  let svg = /** @type {SVGSVGElement | null} */ (place.querySelector("svg"));
  const text = whole(drawing);
  if (!svg || MADE.get(svg) !== text) {
    const read = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    svg = /** @type {any} */ (document.importNode(read, true));
    MADE.set(/** @type {any} */ (svg), text);
    svg?.setAttribute("class", "main-svg"); // as Plotly's: who waits for a figure looks for it
    place.replaceChildren(/** @type {any} */ (svg));
  }
  const made = /** @type {SVGSVGElement} */ (svg);
  if (COLOURED.get(made) !== colours) {
    const own = Object.entries(coloursOn(scene, isDark(made, colours.surface)));
    for (const [name, colour] of [...Object.entries(colours), ...own]) made.style.setProperty(`--${name}`, colour);
    COLOURED.set(made, colours);
  }
  setParts(made, drawing);
  return null; // there is nothing to wait for
}

/**
 * Set the parts of a drawing as they are at a stop.
 * @param {Element} svg
 * @param {Drawing} drawing
 */
function setParts(svg, { parts }) {
  for (const part of svg.querySelectorAll("[data-part]")) {
    for (const [name, value] of Object.entries(parts[part.getAttribute("data-part") || ""] || {})) {
      if (name === "text") {
        if (part.textContent !== String(value)) part.textContent = String(value);
      } else if (part.getAttribute(name) !== String(value)) part.setAttribute(name, String(value));
    }
  }
}

/**
 * @param {Scene} scene
 * @param {boolean} dark
 * @returns {Record<string, string>}
 */
function coloursOn({ colours }, dark) {
  return Object.fromEntries(Object.entries(colours).map(([name, pair]) => [name, pair[dark ? 1 : 0]]));
}

/**
 * Whether a colour, however it is written, is darker than the middle.
 * @param {SVGSVGElement} svg on a page, so that the browser reads the colour
 * @param {string} colour
 */
function isDark(svg, colour) {
  svg.style.color = colour;
  const [red = 255, green = 255, blue = 255] = (getComputedStyle(svg).color.match(/[\d.]+/g) || []).map(Number);
  svg.style.color = "";
  return red + green + blue < 3 * 128;
}

/**
 * The scene as an SVG file: the wide drawing, its colours written out for paper.
 * @param {Scene} scene
 * @param {Colours} paper
 */
export function sceneSvg(scene, paper) {
  const drawing = scene.scene.wide;
  const svg = new DOMParser().parseFromString(whole(drawing), "image/svg+xml").documentElement;
  setParts(svg, drawing);
  const [width, height] = drawing.size.map(String);
  const ground = document.createElementNS(NAMESPACE, "rect");
  for (const [name, value] of Object.entries({ width, height, fill: paper.surface })) ground.setAttribute(name, value);
  svg.prepend(ground);
  const told = document.createElementNS(NAMESPACE, "desc"); // a picture that travels alone says it too
  told.textContent = `${scene.kind}. Left out: ${scene.leaves_out}`;
  svg.prepend(told);
  const word = document.createElementNS(NAMESPACE, "text");
  word.textContent = scene.kind;
  const look = { x: String(drawing.size[0] - 8), y: "16", "text-anchor": "end", "font-size": "12", fill: paper.ink };
  for (const [name, value] of Object.entries(look)) word.setAttribute(name, value);
  svg.append(word);
  svg.setAttribute("font-family", "system-ui, sans-serif");
  /** @type {Record<string, string>} */
  const known = { ...paper, ...coloursOn(scene, false) };
  return new XMLSerializer().serializeToString(svg).replace(/var\(--([\w-]+)\)/g, (_, name) => known[name]);
}
