/* What a screen reader hears of a move: once, after the hand rests, only what changed, and never more than a breath.
 * The readouts on the page are no live region: read aloud at each step of a slider they took fourteen seconds. */
import { element } from "./page.js";

const REST = 600; // ms without a move
const BREATH = 15; // words

/** @typedef {[string, string][]} Words readouts: name and text */

/**
 * What changed between two sets of readouts, in at most fifteen words; short answers before sentences.
 * @param {Words} before
 * @param {Words} after
 */
export function whatChanged(before, after) {
  const old = new Map(before);
  const changed = after.filter(([name, text]) => old.get(name) !== text);
  const told = changed.map(([name, text]) => `${name}: ${text}`).sort((one, other) => count(one) - count(other));
  /** @type {string[]} */
  const said = [];
  let room = BREATH;
  for (const pair of told) {
    if (count(pair) > room - (said.length < told.length - 1 ? 2 : 0)) break;
    said.push(pair);
    room -= count(pair);
  }
  if (!told.length) return "Figure redrawn.";
  const left = told.length - said.length;
  if (!said.length) return changed.length === 1 ? `${changed[0][0]} changed.` : `${changed.length} readouts changed.`;
  return said.join(". ") + (left ? `. ${left} more.` : ".");
}

/** @param {string} text */
function count(text) {
  return text.split(/\s+/).length;
}

/**
 * Tell of moves through one live region of the explorer.
 * @param {HTMLElement} root
 * @returns {{stands: (words: Words) => void, moved: () => void}} what stands there now; that a hand has moved a control
 */
export function announcer(root) {
  const place = element("p", "", "explorer-heard");
  place.setAttribute("role", "status");
  root.append(place);
  /** @type {Words | null} */
  let heard = null; // what the reader knows of
  /** @type {Words} */
  let now = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  return {
    stands(words) {
      now = words;
      heard ??= words;
    },
    moved() {
      clearTimeout(resting);
      resting = setTimeout(() => {
        place.textContent = whatChanged(heard || [], now);
        heard = now;
      }, REST);
    },
  };
}
