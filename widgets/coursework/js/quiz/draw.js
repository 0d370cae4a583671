/* Which questions a test has. */

/** @typedef {{id: string, chapter: string, objective: string}} Drawable */

/**
 * Draw questions: chapters in turn, objectives within them in turn, those not seen in the last test first.
 * @param {Drawable[]} questions
 * @param {number} count how many to draw
 * @param {string[]} seen ids of the last test
 * @param {() => number} [random] from 0 up to 1
 * @returns {string[]} ids
 */
export function draw(questions, count, seen, random = Math.random) {
  /** @type {Map<string, Drawable[]>} */
  const chapters = new Map();
  for (const question of mixed(questions, random)) {
    chapters.set(question.chapter, [...(chapters.get(question.chapter) || []), question]);
  }
  /** @type {Map<string, number>} */
  const used = new Map();
  /** @type {string[]} */
  const drawn = [];
  const rank = (/** @type {Drawable} */ question) =>
    2 * (used.get(question.objective) || 0) + (seen.includes(question.id) ? 1 : 0);
  while (drawn.length < count && chapters.size) {
    for (const [name, waiting] of chapters) {
      if (drawn.length === count) break;
      const question = waiting.sort((a, b) => rank(a) - rank(b)).shift();
      if (!question) {
        chapters.delete(name);
        continue;
      }
      used.set(question.objective, (used.get(question.objective) || 0) + 1);
      drawn.push(question.id);
    }
  }
  return drawn;
}

/**
 * The same in any order, each as likely.
 * @template T
 * @param {T[]} list
 * @param {() => number} random
 */
export function mixed(list, random) {
  const copy = list.slice();
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
