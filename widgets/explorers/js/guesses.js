/* What is remembered of the guesses: on this device, or in the learning platform whose frame holds the page.
 *
 * Kept are {"page#explorer": answer}: a number, the letter of an option, a list for a curve; null was shown, not asked.
 */
import { courseName, findLms, forgetRaw, isPresented, recall, remember } from "./page.js";

/** @typedef {number | string | number[] | null} Answer */
/** @typedef {Record<string, Answer>} Guesses */

const KEPT = "guesses";
const NAME = /^[\w.-]{1,80}#[\w.-]{1,80}$/;
const MOST = 100; // guesses of a course, and more than one will ever ask

/** @returns {Guesses} */
export function keptGuesses() {
  if (isPresented()) return {};
  return cleanGuesses(heldGuesses()).guesses;
}

/**
 * Keep what was answered.
 * @param {string} name of the page and the explorer
 * @param {Answer | undefined} answer undefined: forget it
 */
export function keepGuess(name, answer) {
  if (isPresented()) return;
  const guesses = keptGuesses();
  delete guesses[name];
  holdGuesses(answer === undefined ? guesses : { ...guesses, [name]: answer }); // the newest last
}

/**
 * Add guesses from a file; those that are here stay as they are.
 * @param {Guesses} found
 */
export function addGuesses(found) {
  holdGuesses({ ...found, ...keptGuesses() });
}

export function forgetGuesses() {
  forgetRaw(`${courseName()}:${KEPT}`);
}

/**
 * The guesses that have the right shape, and how many have not.
 * @param {any} found
 * @returns {{guesses: Guesses, damaged: number}}
 */
export function cleanGuesses(found) {
  if (found === undefined || found === null) return { guesses: {}, damaged: 0 };
  if (typeof found !== "object" || Array.isArray(found)) return { guesses: {}, damaged: 1 };
  const entries = Object.entries(found);
  const good = entries.filter(([name, answer]) => NAME.test(name) && isAnswer(answer)).slice(0, MOST);
  return { guesses: Object.fromEntries(good), damaged: entries.length - good.length };
}

/** @param {any} answer */
function isAnswer(answer) {
  if (Array.isArray(answer)) return answer.length >= 4 && answer.length <= 8 && answer.every(Number.isFinite);
  return answer === null || Number.isFinite(answer) || (typeof answer === "string" && /^[a-d]$/.test(answer));
}

function heldGuesses() {
  const lms = findLms();
  try {
    return JSON.parse((lms ? lms.guesses() : recall(KEPT)) || "null");
  } catch {
    return null;
  }
}

/** @param {Guesses} guesses */
function holdGuesses(guesses) {
  const lms = findLms();
  if (lms) lms.saveGuesses(JSON.stringify(guesses));
  else remember(KEPT, JSON.stringify(guesses));
}

/**
 * Tell the learning platform, if there is one, what was guessed; nothing of it counts.
 * @param {string} name of the page and the explorer
 * @param {Answer} answer
 */
export function recordGuess(name, answer) {
  if (!isPresented()) findLms()?.recordGuess(name, answer);
}
