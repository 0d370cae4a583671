/* The short tests for a class that takes only some chapters: which pairs of questions are asked. Each pair is two
 * questions on one objective, one in either form, so that the forms stay parallel. */

/** @typedef {{chapter: string, whole: boolean}} Pair whole: it is asked of those who take the whole course */

const FEWEST = 5; // questions, of which two from one chapter where there are fewer chapters ...
const MOST_ASKED = 10; // ... and one from each where there are more, up to this

/**
 * The pairs that are asked, by their places: those of the whole course where no chapter is named, else as many from
 * each chapter as from any other, as far as it has them.
 * @param {Pair[]} pairs
 * @param {string[]} chapters
 * @returns {number[]}
 */
export function chosenPairs(pairs, chapters) {
  const places = pairs.map((_, i) => i);
  if (!chapters.length) return places.filter((i) => pairs[i].whole);
  const first = (/** @type {number} */ i) => Number(!pairs[i].whole);
  const queues = chapters.map((name) =>
    places.filter((i) => pairs[i].chapter === name).sort((a, b) => first(a) - first(b) || a - b),
  );
  const count = Math.min(MOST_ASKED, Math.max(FEWEST, chapters.length));
  const rounds = Math.max(0, ...queues.map(({ length }) => length));
  const dealt = Array.from({ length: rounds }, (_, round) => queues.map((queue) => queue[round])).flat();
  return dealt
    .filter((i) => i !== undefined)
    .slice(0, count)
    .sort((a, b) => a - b);
}

/**
 * The chapters that an address asks for, '#chapters=tea,cups' or '#chapters=90-minutes' by the name of a plan; sorted,
 * and what it names that is not there. Null where it asks for none.
 * @param {string} hash
 * @param {string[]} chapters that there are
 * @param {Record<string, string[]>} plans their chapters
 * @returns {{chapters: string[], unknown: string[]} | null}
 */
export function wantedChapters(hash, chapters, plans) {
  const [, text] = hash.match(/^#chapters=(.*)$/) || [];
  if (text === undefined) return null;
  const names = decoded(text).split(",").filter(Boolean);
  const found = names.flatMap((name) => (Object.hasOwn(plans, name) ? plans[name] : [name]));
  return {
    chapters: [...new Set(found.filter((name) => chapters.includes(name)))].sort(),
    unknown: found.filter((name) => !chapters.includes(name)),
  };
}

/**
 * Chapters as they are kept, in a few letters: a learning platform has no room for their names. One bit for each of all
 * chapters, in the course's order.
 * @param {string[]} chapters
 * @param {string[]} all
 */
export function packedChapters(chapters, all) {
  const bits = all.reduce((sum, name, i) => sum + (chapters.includes(name) ? 2 ** i : 0), 0);
  return bits ? bits.toString(36) : "";
}

/**
 * @param {string} text as packedChapters gives it
 * @param {string[]} all
 */
export function unpackedChapters(text, all) {
  const bits = text ? parseInt(text, 36) : 0;
  return all.filter((_, i) => Math.floor(bits / 2 ** i) % 2).sort();
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
