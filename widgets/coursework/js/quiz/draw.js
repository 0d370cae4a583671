/* Which questions a test has. */

/** @typedef {{id: string, chapter: string, objective: string}} Drawable */

/**
 * Draw questions. First, for each one missed in the last test, a sibling: another with the same objective. Then
 * chapters in turn, objectives within them in turn, those not seen in the last test before the others.
 * @param {Drawable[]} questions
 * @param {number} count how many to draw
 * @param {string[]} seen ids of the last test
 * @param {() => number} [random] from 0 up to 1
 * @param {string[]} [missed] those of them that were not right
 * @returns {string[]} ids
 */
export function draw(questions, count, seen, random = Math.random, missed = []) {
  const waiting = mixed(questions, random);
  const owed = waiting.filter(({ id }) => missed.includes(id)).map(({ objective }) => objective);
  /** @type {Map<string, number>} */
  const used = new Map();
  /** @type {Drawable[]} */
  const drawn = [];
  const times = (/** @type {string} */ name) => used.get(name) || 0;
  const isOwed = (/** @type {Drawable} */ { id, objective }) => owed.includes(objective) && !seen.includes(id);
  const cost = (/** @type {Drawable} */ question) => [
    isOwed(question) ? 0 : 1,
    times(`chapter ${question.chapter}`),
    times(question.objective),
    seen.includes(question.id) ? 1 : 0,
  ];
  while (drawn.length < count && waiting.length) {
    const costs = waiting.map(cost);
    const best = costs.reduce((least, one, i) => (isLess(one, costs[least]) ? i : least), 0);
    const [question] = waiting.splice(best, 1);
    if (costs[best][0] === 0) owed.splice(owed.indexOf(question.objective), 1);
    for (const name of [`chapter ${question.chapter}`, question.objective]) used.set(name, times(name) + 1);
    drawn.push(question);
  }
  return mixed(drawn, random).map(({ id }) => id);
}

/**
 * Whether the first numbers that differ are less in `one`.
 * @param {number[]} one
 * @param {number[]} other
 */
function isLess(one, other) {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at >= 0 && one[at] < other[at];
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
