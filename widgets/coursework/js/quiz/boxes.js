/* The boxes of the review. A question that was answered is asked again after 2 days, then after a week, a month and
 * three months, as long as it is right; one that is wrong begins anew. They are kept as a short text, 'id:0k3f id:xk7a':
 * the box, or x for the first one where the last answer was sure and wrong, and the day on which it is due. 'id:t' was
 * only tried, and not yet right: it stands beside a figure and is not asked again. */

/** @typedef {{box: number, due: number, surelyWrong: boolean}} Box `due` in days since the first of 2025; -1: never */

/** How many days a question rests in each box. */
export const DAYS = [2, 7, 30, 91];
const BOX_CODE = /^([0-3x])([0-9a-z]{1,4})$/;
const QUESTION_ID = /^[a-z][a-z0-9-]{0,79}$/;
const FIRST_DAY = Date.UTC(2025, 0, 1);
const DAY = 86400000;

/**
 * '2026-11-28' as a number of days.
 * @param {string} day
 */
export function dayNumber(day) {
  const [year, month, date] = day.split("-").map(Number);
  return Math.round((Date.UTC(year, month - 1, date) - FIRST_DAY) / DAY);
}

/**
 * A number of days as '2026-11-28'.
 * @param {number} number
 */
export function dayText(number) {
  return new Date(FIRST_DAY + number * DAY).toISOString().slice(0, 10);
}

/**
 * The boxes in a text, and the ids of those that are damaged: these questions are due at once.
 * @param {string} text
 * @returns {{boxes: Map<string, Box>, damaged: string[]}}
 */
export function readBoxes(text) {
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  const damaged = [];
  for (const part of text.split(" ").filter(Boolean)) {
    const [id, code = ""] = part.split(":");
    if (!QUESTION_ID.test(id)) {
      damaged.push(part);
      continue;
    }
    const [, box = "0", due] = code.match(BOX_CODE) || [];
    if (code === "t") boxes.set(id, { box: 0, due: -1, surelyWrong: false });
    else {
      if (!due) damaged.push(id);
      const surelyWrong = box === "x";
      boxes.set(id, { box: surelyWrong ? 0 : Number(box), due: due ? parseInt(due, 36) : 0, surelyWrong });
    }
  }
  return { boxes, damaged };
}

/**
 * @param {Map<string, Box>} boxes
 */
export function writeBoxes(boxes) {
  const codes = Array.from(boxes, ([id, { box, due, surelyWrong }]) =>
    due < 0 ? `${id}:t` : `${id}:${surelyWrong ? "x" : box}${due.toString(36)}`,
  );
  return codes.join(" ");
}

/**
 * The box of a question after an answer.
 * @param {Box | undefined} before undefined where it was never answered
 * @param {{right: boolean, sure: boolean}} answer
 * @param {number} today
 * @returns {Box}
 */
export function moved(before, { right, sure }, today) {
  const box = right && before && before.due >= 0 ? Math.min(before.box + 1, DAYS.length - 1) : 0;
  return { box, due: today + DAYS[box], surelyWrong: !right && sure };
}

/**
 * The questions that are due, the most urgent first: sure and wrong, then the lower box, then the longer wait.
 * @param {Map<string, Box>} boxes
 * @param {number} today
 * @returns {string[]}
 */
export function dueNow(boxes, today) {
  return Array.from(boxes)
    .filter(([, one]) => one.due >= 0 && (one.due <= today || isBeyond(one, today)))
    .sort(([, a], [, b]) => Number(b.surelyWrong) - Number(a.surelyWrong) || a.box - b.box || a.due - b.due)
    .map(([id]) => id);
}

/**
 * Whether a question is due later than any answer up to today can have made it: a clock is or was wrong.
 * @param {Box} one
 * @param {number} today
 */
export function isBeyond({ box, due }, today) {
  return due > today + DAYS[box] + 1; // a day's grace for the time zones
}

/**
 * Two memories of boxes in one: of each question the box that is due later, for it was answered later.
 * @param {string} older
 * @param {string} newer
 */
export function mergeBoxes(older, newer) {
  const joined = readBoxes(older).boxes;
  for (const [id, one] of readBoxes(newer).boxes) {
    const known = joined.get(id);
    if (!known || one.due >= known.due) joined.set(id, one);
  }
  return writeBoxes(joined);
}
