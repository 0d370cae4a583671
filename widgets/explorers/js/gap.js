/* The gap between a guess and the truth, in words. The twin of widgets/explorers/guess.py for what a reader typed. */

/**
 * @typedef {object} Asked a question, as guess.py packs it
 * @property {"number" | "choice" | "curve"} kind
 * @property {number | number[]} truth the number, the position of the right option, or a number for each knot
 * @property {number} [low] end of the scale
 * @property {number} [high] end of the scale
 * @property {number} [step]
 * @property {string} [unit]
 * @property {string} [after] a sentence that follows the gap
 */

/**
 * A number with at most four digits that count, commas between thousands, a true minus sign and its unit.
 * @param {number} value
 * @param {string} [unit]
 */
export function number(value, unit) {
  // Not toLocaleString: the first of a page takes a phone longer than all its questions.
  const digits = Number(value.toPrecision(4))
    .toFixed(10)
    .replace(/\.?0+$/, "");
  const text = digits.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  return text.replace("-", "−") + (unit ? ` ${unit}` : "");
}

/**
 * Whether a kept guess is an answer to this question: on its scale, of its kind.
 * @param {Asked} asked
 * @param {unknown} value
 */
export function within(asked, value) {
  const { kind, truth, low = 0, high = 3 } = asked;
  const fits = (/** @type {unknown} */ one) => typeof one === "number" && one >= low && one <= high;
  if (kind !== "curve") return fits(value) && (kind !== "choice" || Number.isInteger(value));
  return Array.isArray(value) && Array.isArray(truth) && value.length === truth.length && value.every(fits);
}

/**
 * What the reader is told: 'You said 10. It is 26. ...'
 * @param {Asked} asked
 * @param {number | number[]} value
 * @param {string[]} options the texts of a choice
 * @param {string} answer the whole answer, for a curve
 */
export function sentence(asked, value, options, answer) {
  const { kind, truth, unit, after } = asked;
  if (Array.isArray(value) || Array.isArray(truth)) return `${furthest(asked, value)} ${answer}`;
  const same = kind === "choice" ? value === truth : Math.abs(value - truth) <= (asked.step || 1) / 2;
  const said = kind === "choice" ? `“${options[value]}”` : number(value, unit);
  const is = kind === "choice" ? `“${options[truth]}”` : number(truth, unit);
  const gap = same ? `You said ${said}, and so it is.` : `You said ${said}. It is ${is}.`;
  return after ? `${gap} ${after}` : gap;
}

/**
 * Where a curve lies furthest from the truth.
 * @param {Asked} asked
 * @param {number | number[]} value
 */
function furthest(asked, value) {
  const truth = /** @type {number[]} */ (asked.truth);
  const guess = /** @type {number[]} */ (value);
  const gaps = truth.map((one, i) => Math.abs(one - guess[i]));
  const at = gaps.indexOf(Math.max(...gaps));
  if (gaps[at] <= (asked.step || 1) / 2) return "Your line is the measured one.";
  return `Where you are furthest off, you said ${number(guess[at], asked.unit)} and it is ${number(truth[at], asked.unit)}.`;
}
