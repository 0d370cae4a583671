/* Whether an answer is right, and what it means. No page is needed for that. */

/** @typedef {{kind: string, right: string, tolerance: number}} Key of a question, as its data-attributes give it */

const LONGEST = 12; // letters kept of a typed number

/**
 * The number in what was typed: '8', '−0,5', '12 people', '٨', '1 000'. NaN where there is none.
 * @param {string} text
 */
export function number(text) {
  const plain = Array.from(text.normalize("NFKC"), digit)
    .join("")
    .replace(/[\u2212\u2012\u2013]/g, "-")
    .replace(/\u066b/g, ".")
    .replace(/(\d)[\s\u066c](?=\d{3}(?!\d))/g, "$1");
  const found = plain.match(/[-+]?\s*(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?/i);
  return found ? Number(found[0].replace(/\s/g, "").replace(",", ".")) : NaN;
}

/**
 * A digit of any script as one of ours; other letters as they are. The ten digits of a script follow each other.
 * @param {string} letter
 */
function digit(letter) {
  if (!/\p{Nd}/u.test(letter)) return letter;
  let value = 0;
  const code = /** @type {number} */ (letter.codePointAt(0));
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/**
 * What to keep of a typed number: a text that is short, and still means the same.
 * @param {string} text
 */
export function shortened(text) {
  const typed = text.trim();
  if (typed.length <= LONGEST) return typed;
  const value = number(typed);
  return (Number.isNaN(value) ? typed : String(value)).slice(0, LONGEST);
}

/**
 * Whether an answer is right: letters as in the key, or a number within its tolerance.
 * @param {Key} key
 * @param {string} answer
 */
export function isRight(key, answer) {
  if (key.kind === "number") return Math.abs(number(answer) - Number(key.right)) <= key.tolerance;
  return answer === key.right;
}

/**
 * Why there is nothing to judge yet, or "".
 * @param {string} kind
 * @param {string} answer
 */
export function missing(kind, answer) {
  if (kind === "number" && !answer.trim()) return "Write a number first.";
  if (kind === "number" && Number.isNaN(number(answer))) {
    return "I cannot read this as a number. Write it in digits, such as 8 or 0.5.";
  }
  if (kind === "order" && !answer) return "Give each a place of its own first.";
  return answer ? "" : "Choose an answer first.";
}

/**
 * Whether a wrong number is a known slip: within the tolerance or 1 % of it, whichever is more.
 * @param {Key} key
 * @param {string} answer
 * @param {number} slip
 */
export function isSlip(key, answer, slip) {
  return Math.abs(number(answer) - slip) <= Math.max(key.tolerance, Math.abs(slip) / 100);
}

/**
 * How many letters of the answer are still to be chosen.
 * @param {Key} key
 * @param {string} answer
 */
export function left(key, answer) {
  const chosen = answer.split(",");
  return key.right.split(",").filter((letter) => !chosen.includes(letter)).length;
}
