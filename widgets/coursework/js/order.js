/* The order of the cells of a column. */

const NUMBER = /^[-+]?(\d+(\.\d+)?|\.\d+)(e[-+]?\d+)?/i;

/**
 * Compare two cells: those that begin with a number by its value, before those in words; empty ones last either way.
 * @param {string} a
 * @param {string} b
 * @param {boolean} [down] from the largest to the smallest
 */
export function compare(a, b, down = false) {
  if (!a || !b) return Number(!a) - Number(!b);
  const [left, right] = [value(a), value(b)];
  if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
  const order = left - right || a.localeCompare(b, "en", { numeric: true });
  return down ? -order : order;
}

/**
 * The number with which a cell begins, or NaN.
 * @param {string} text
 */
export function value(text) {
  const found = text.replace(/^[−–]/, "-").match(NUMBER);
  return found ? Number(found[0]) : NaN;
}
