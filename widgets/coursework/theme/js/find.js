/* Finds words in the sections of the course, however their quotes, hyphens and signs are written. */

/** @typedef {{title: string, page: string, address: string, text: string}} Section */

const BEFORE = 60; // letters of a snippet before the first hit
const LENGTH = 200; // in all

/**
 * A text as it is compared: small letters without accents, one kind of apostrophe, no quotes, a space for a hyphen.
 * µ (micro) and μ (mu) are one, as are ² and 2.
 * @param {string} text
 */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[‘’ʼ´`]/g, "'")
    .replace(/["“”„«»]/g, "")
    .replace(/[-‐‑‒–—−]|\s/g, " ");
}

/**
 * The words of a question, folded, without punctuation around them.
 * @param {string} query
 */
export function wordsOf(query) {
  return fold(query)
    .replace(/%/g, " % ")
    .split(" ")
    .map((word) => word.replace(/^[.,;:!?()'[\]]+|[.,;:!?()'[\]]+$/g, ""))
    .filter(Boolean);
}

/**
 * How well a section fits: every word must be somewhere in it; a title counts most. 0 where one is missing.
 * @param {Section} section
 * @param {string[]} words
 */
export function score(section, words) {
  const [title, page, text] = [section.title, section.page, section.text].map(fold);
  const worths = words.map((word) => {
    const hits = text.split(word).length - 1;
    return (title.includes(word) ? 20 : 0) + (page.includes(word) ? 5 : 0) + Math.min(hits, 5);
  });
  return worths.every(Boolean) ? worths.reduce((sum, worth) => sum + worth, 0) : 0;
}

/**
 * The sections that fit, the best first.
 * @param {Section[]} sections
 * @param {string[]} words
 */
export function search(sections, words) {
  const scored = sections.map((section) => ({ section, worth: score(section, words) }));
  return scored
    .filter((hit) => hit.worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .map((hit) => hit.section);
}

/**
 * The text around the first hit, in pieces: every second one is a word that was looked for.
 * @param {string} text
 * @param {string[]} words
 * @returns {string[]}
 */
export function snippet(text, words) {
  const hits = hitsIn(text, words);
  const first = hits.length ? hits[0][0] : text.length;
  const start = hits.length ? Math.max(0, text.lastIndexOf(" ", Math.max(0, first - BEFORE))) : 0;
  const end = Math.min(text.length, start + LENGTH);
  /** @type {string[]} */
  const pieces = [];
  let at = start;
  for (const [from, to] of hits) {
    if (from < at || to > end) continue;
    pieces.push(text.slice(at, from), text.slice(from, to));
    at = to;
  }
  pieces.push(text.slice(at, end) + (end < text.length ? " …" : ""));
  pieces[0] = (start ? "… " : "") + pieces[0].trimStart();
  return pieces;
}

/**
 * Where the words stand in a text, from the first to the last, as it is written.
 * @param {string} text
 * @param {string[]} words
 * @returns {[number, number][]}
 */
function hitsIn(text, words) {
  let plain = "";
  /** @type {[number, number][]} */
  const places = []; // of each folded letter in the text
  let place = 0;
  for (const letter of text) {
    const folded = fold(letter);
    plain += folded;
    for (let i = 0; i < folded.length; i++) places.push([place, place + letter.length]);
    place += letter.length;
  }
  /** @type {[number, number][]} */
  const hits = [];
  for (const word of words) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length)) {
      hits.push([places[at][0], places[at + word.length - 1][1]]);
    }
  }
  return hits.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}
