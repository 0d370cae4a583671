/* Votes of a room: which bins a number's scale is counted in. */

/** @typedef {import("./gap.js").Asked} Asked */

const EPSILON = 1e-9;

/**
 * Five to eight bins of a scale, from its low to its high end, as [first, last] stop of each: as even as its steps
 * allow, with round bounds where there are such. A scale of fewer than eight stops has a bin for each.
 * @param {Asked} asked
 * @returns {[number, number][]}
 */
export function bins({ low = 0, high = 1, step = 1 }) {
  const steps = Math.floor((high - low) / step + EPSILON);
  const value = (/** @type {number} */ i) => Number((low + i * step).toPrecision(12));
  if (steps < 8) return Array.from({ length: steps + 1 }, (_, i) => [value(i), value(i)]);
  const count = [5, 6, 7, 8].find((n) => steps % n === 0 && isRound((steps / n) * step)) ?? evenly(steps);
  const edge = (/** @type {number} */ i) => Math.round((i * steps) / count);
  return Array.from({ length: count }, (_, i) => [value(edge(i)), value(i + 1 < count ? edge(i + 1) - 1 : steps)]);
}

/** @param {number} steps */
function evenly(steps) {
  return [5, 6, 7, 8].find((n) => steps % n === 0) ?? 5;
}

/**
 * Whether a width is 1, 2 or 5, or ten or a hundred of them.
 * @param {number} width
 */
function isRound(width) {
  return /^[125]0*$/.test(width.toExponential(6).split("e")[0].replace(".", ""));
}

/**
 * The bin that holds a value, for one between two stops the lower.
 * @param {[number, number][]} all
 * @param {number} value
 */
export function binOf(all, value) {
  return Math.max(0, all.filter(([first]) => value >= first - EPSILON).length - 1);
}
