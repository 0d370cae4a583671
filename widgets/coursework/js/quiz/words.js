/* Days, titles and sentences that several parts of a page say. */

/** Today as '2026-11-05'. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/**
 * '2026-11-05' as '5 November 2026'.
 * @param {string} day
 */
export function inWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  const options = /** @type {const} */ ({ day: "numeric", month: "long", year: "numeric" });
  return new Date(year, month - 1, date).toLocaleDateString("en-GB", options);
}

/**
 * '1, 2 and 5', of nodes or texts.
 * @param {(Node | string)[]} parts
 */
export function listed(parts) {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [i < parts.length - 1 ? ", " : " and ", part]));
}
