/* The picture of a gap: the scale of the question with the guess as a hollow mark, the truth as a filled one.
 * The words say all of it, so a screen reader skips the picture. */
import { number } from "./gap.js";

/** @typedef {import("./gap.js").Asked} Asked */

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, EDGE] = [600, 190, 46]; // of a curve's picture; EDGE for its words

/**
 * @param {Asked} asked
 * @param {number | number[] | null} value null: nothing was guessed
 * @param {string[]} knots the names of a curve's points
 */
export function strip(asked, value, knots) {
  const place = document.createElement("div");
  place.className = "guess-strip";
  place.setAttribute("aria-hidden", "true");
  if (asked.kind === "curve") place.append(curve(asked, /** @type {number[] | null} */ (value), knots));
  else place.append(...line(asked, /** @type {number | null} */ (value)));
  return place;
}

/**
 * A number line: HTML, so that its words keep their size on a phone.
 * @param {Asked} asked
 * @param {number | null} value
 */
function line(asked, value) {
  const { low = 0, high = 1, unit, truth } = asked;
  const share = (/** @type {number} */ one) => ((one - low) / (high - low)) * 100;
  const mark = (/** @type {number} */ one, /** @type {string} */ kind, /** @type {string} */ text) => {
    const made = document.createElement("span");
    made.className = `guess-mark guess-${kind}`;
    // not the inline start: a word at the far end is written from the right, and would stand mirrored
    made.style.left = `${share(one)}%`;
    made.dataset.side = share(one) < 50 ? "start" : "end"; // the word goes where there is more room
    made.textContent = text;
    return made;
  };
  const ends = document.createElement("span");
  ends.className = "guess-ends";
  ends.append(number(low, unit), document.createElement("i"), number(high, unit));
  const marks = [mark(/** @type {number} */ (truth), "truth", number(/** @type {number} */ (truth), unit))];
  if (value !== null) marks.unshift(mark(value, "said", `you: ${number(value, unit)}`));
  return [...marks, ends];
}

/**
 * @param {Asked} asked
 * @param {number[] | null} value
 * @param {string[]} knots
 */
function curve(asked, value, knots) {
  const { low = 0, high = 1, unit } = asked;
  const truth = /** @type {number[]} */ (asked.truth);
  const x = (/** @type {number} */ i) => EDGE + (i * (WIDTH - 2 * EDGE)) / (knots.length - 1);
  const y = (/** @type {number} */ one) => 24 + ((high - one) / (high - low)) * (HEIGHT - 58);
  const svg = make("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
  const path = (/** @type {number[]} */ ones) => ones.map((one, i) => `${x(i)},${y(one)}`).join(" ");
  const word = (
    /** @type {string} */ text,
    /** @type {number} */ i,
    /** @type {number} */ at,
    /** @type {string} */ kind,
  ) =>
    svg.append(
      Object.assign(make("text", { x: x(i), y: at, "text-anchor": "middle", class: kind }), { textContent: text }),
    );
  knots.forEach((knot, i) => word(knot, i, HEIGHT - 8, "guess-knot"));
  if (value) {
    svg.append(make("polyline", { points: path(value), class: "guess-said" }));
    value.forEach((one, i) => svg.append(make("circle", { cx: x(i), cy: y(one), r: 6, class: "guess-said" })));
  }
  svg.append(make("polyline", { points: path(truth), class: "guess-truth" }));
  truth.forEach((one, i) => {
    svg.append(make("circle", { cx: x(i), cy: y(one), r: 6, class: "guess-truth" }));
    word(number(one, unit), i, y(one) - 12, "guess-truth");
  });
  return svg;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function make(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, String(value)));
  return made;
}
