/* What a class has gained, told as tools/class_gain.py tells it; a test holds the two together. */

/** @typedef {import("./codes.js").Result} Result */

const TINY = 1e-9; // so that a half is rounded up, however the sum before it was rounded

/**
 * What to say of the results of a class: for each choice of chapters by itself.
 * @param {Result[]} results
 * @param {Record<string, string>} names of the choices, by their number
 * @param {number[]} quantiles of Student's t for an interval of 95 %, for 1, 2, 3 ... degrees of freedom
 */
export function report(results, names, quantiles) {
  const choices = [...new Set(results.map(({ choice }) => choice))].sort((a, b) => a - b);
  return choices.map((choice) => ({
    title: names[choice] || `Chapters chosen otherwise (${choice})`,
    lines: told(
      results.filter((one) => one.choice === choice),
      quantiles,
    ),
  }));
}

/**
 * @param {Result[]} results at least one
 * @param {number[]} quantiles
 */
export function told(results, quantiles) {
  const share = (/** @type {number} */ right, /** @type {number} */ of) => (100 * right) / of;
  const before = results.map((one) => share(one.before, one.of));
  const after = results.map((one) => share(one.after, one.of));
  const points = results.map((_, i) => after[i] - before[i]);
  const count = results.length;
  const [low, high] = interval(points, quantiles);
  const within =
    count > 1 ? ` (95 % interval ${fixed(low, 1)} to ${fixed(high, 1)}).` : "; one person has no interval.";
  const lines = [
    `${count === 1 ? "1 person" : `${count} people`}: right before ${fixed(mean(before), 0)} %, after ${fixed(mean(after), 0)} %.`,
    `Gain ${fixed(mean(points), 1)} percentage points${within}`,
  ];
  for (const form of "ab") {
    const own = points.filter((_, i) => results[i].first === form);
    if (own.length) lines.push(`With form ${form} first: ${fixed(mean(own), 1)} (${own.length} of ${count}).`);
  }
  return lines;
}

/**
 * The interval of a mean by Student's t; infinite for a single value.
 * @param {number[]} values
 * @param {number[]} quantiles
 */
function interval(values, quantiles) {
  const count = values.length;
  if (count < 2) return [-Infinity, Infinity];
  const middle = mean(values);
  const variance = values.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (count - 1);
  const half = (quantiles[count - 2] || beyond(count - 1)) * Math.sqrt(variance / count);
  return [middle - half, middle + half];
}

/**
 * The quantile for many degrees of freedom, by the first terms of its expansion (Abramowitz and Stegun 26.7.5).
 * @param {number} freedom
 */
export function beyond(freedom) {
  const z = 1.959963984540054;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/**
 * @param {number} value
 * @param {number} places
 */
function fixed(value, places) {
  return (Math.floor(value * 10 ** places + 0.5 + TINY) / 10 ** places).toFixed(places);
}
