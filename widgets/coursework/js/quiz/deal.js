/* How a question is dealt at one sitting: its options in a new order, its numbers drawn anew. The same seed deals the
 * same again, after a reload and in a learning platform. */
import { mixed } from "./draw.js";

/** @typedef {{fill: Record<string, string>, right: string, tolerance: number, slips: number[]}} Numbers */

/** A seed of a sitting; 0 is none: options and numbers as they are written. */
export function newSeed() {
  return 1 + Math.floor(Math.random() * 0xfffffe);
}

/**
 * Numbers from 0 up to 1 that follow from a seed and a name.
 * @param {number} seed
 * @param {string} name
 */
export function chance(seed, name) {
  let held = 2166136261 ^ seed; // FNV-1a, then mulberry32
  for (const letter of name) held = Math.imul(held ^ letter.charCodeAt(0), 16777619);
  return () => {
    held = (held + 0x6d2b79f5) | 0;
    let mix = Math.imul(held ^ (held >>> 15), 1 | held);
    mix = (mix + Math.imul(mix ^ (mix >>> 7), 61 | mix)) ^ mix;
    return ((mix ^ (mix >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The letters of a question in the order of a sitting.
 * @param {string[]} letters as they are written
 * @param {number} seed
 * @param {string} id of the question
 */
export function order(letters, seed, id) {
  return seed ? mixed(letters, chance(seed, id)) : letters.slice();
}

/**
 * Which of so many draws of numbers a sitting has.
 * @param {number} count
 * @param {number} seed
 * @param {string} id of the question
 */
export function drawOf(count, seed, id) {
  return seed ? Math.floor(chance(seed, `${id}#`)() * count) : 0;
}

/**
 * Deal a question on the page.
 * @param {HTMLFormElement} form
 * @param {number} seed
 */
export function deal(form, seed) {
  const id = form.dataset.id || "";
  const rows = /** @type {HTMLElement[]} */ (Array.from(form.querySelectorAll(".quiz-option, .quiz-place")));
  if (rows.length) {
    const letterOf = (/** @type {HTMLElement} */ row) =>
      row.querySelector("select")?.dataset.letter || row.querySelector("input")?.value || "";
    const byLetter = new Map(rows.map((row) => [letterOf(row), row]));
    const letters = order([...byLetter.keys()].sort(), seed, id);
    rows[0].parentElement?.append(...letters.map((letter) => /** @type {HTMLElement} */ (byLetter.get(letter))));
  }
  /** @type {Numbers[]} */
  const draws = JSON.parse(form.dataset.draws || "[]");
  if (draws.length) write(form, draws[drawOf(draws.length, seed, id)]);
}

/**
 * Write the numbers of a draw where they belong.
 * @param {HTMLFormElement} form
 * @param {Numbers} numbers
 */
function write(form, { fill, right, tolerance, slips }) {
  form.dataset.right = right;
  form.dataset.tolerance = String(tolerance);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-fill]"))) {
    place.textContent = fill[place.dataset.fill || ""];
  }
  const items = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("li[data-value]"));
  items.forEach((item, i) => {
    item.dataset.value = String(slips[i]);
    const said = item.querySelector("[data-slip]");
    if (said) said.textContent = String(Number(slips[i].toPrecision(4))).replace("-", "\u2212");
  });
}
