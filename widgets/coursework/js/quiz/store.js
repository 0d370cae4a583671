/* What is remembered of a learner: its shape, how two memories become one, and how it is kept.
 *
 * Several pages may be open at once, also ones that the Back button brings back as they were. So nothing is ever
 * written from what a page has in hand: each change is made to what is stored at that moment.
 */

import { mergeBoxes } from "./boxes.js";

/**
 * Marks of a chapter: how many questions it has, those answered rightly, and for each of these '1' where it was at the
 * first try, '0' where it was later, '?' where it is not known (from before first tries were kept).
 * @typedef {{of: number, right: string[], first: string}} Marks
 */
/**
 * Test in hand: its questions, the answers so far, how sure of each ('s', 'n' for not, '-' for not said), and the seed
 * that dealt it.
 * @typedef {{drawn: string[], given: string[], sure: string, seed: number}} Test
 */
/** @typedef {{on: string, right: number, of: number, passed: boolean}} Attempt */
/** @typedef {{on: string, right: number, of: number}} Result of one of the two short tests */

/**
 * The short tests before and after: which form came first, '' before any; the chapters that they are about (choice.js), ''
 * for the whole course; the results; the answers of the one in hand.
 * @typedef {{first: "" | "a" | "b", only: string, before: Result | null, after: Result | null, given: string[],
 *   sure: string, seed: number}} Forms
 */

/**
 * n counts the changes, tries the tests handed in; seen holds the questions of the last of them, missed a '1' for each
 * that was not right; boxes are those of boxes.js; sure counts answers: sure and right, sure, not sure and right, not
 * sure; seed deals the options of the chapters.
 * @typedef {{v: 1, n: number, tries: number, answers: Record<string, Marks>, test: Test | null, seen: string[],
 *   missed: string, attempts: Attempt[], boxes: string, sure: number[], forms: Forms, seed: number}} State
 */

/**
 * Where a state is kept as text. `works` tries whether it is; `write` returns whether it is kept now.
 * @typedef {{works: () => boolean, read: () => string | null, write: (text: string) => boolean, erase: () => void}} Place
 */

const MOST_TRIES = 5; // attempts kept; the newest passed one always is
const ID = /^[a-z][a-z0-9-]{0,79}$/;

/** @returns {State} */
export function empty() {
  return {
    v: 1,
    n: 0,
    tries: 0,
    answers: {},
    test: null,
    seen: [],
    missed: "",
    attempts: [],
    boxes: "",
    sure: [0, 0, 0, 0],
    forms: noForms(),
    seed: 0,
  };
}

/** @returns {Forms} */
export function noForms() {
  return { first: "", only: "", before: null, after: null, given: [], sure: "", seed: 0 };
}

/**
 * The newest passed attempt, if there is one.
 * @param {State} state
 */
export function passedAttempt(state) {
  return state.attempts.filter((attempt) => attempt.passed).pop();
}

/**
 * The attempts to keep: the newest, and the newest passed one among them.
 * @param {Attempt[]} attempts from the oldest to the newest
 */
export function kept(attempts) {
  const left = attempts.slice();
  while (left.length > MOST_TRIES) {
    const pass = left.map((attempt) => attempt.passed).lastIndexOf(true);
    left.splice(pass === 0 ? 1 : 0, 1);
  }
  return left;
}

/* ---- shape ---- */

/**
 * A state from its text, or null where it is none in any part.
 * @param {string | null} text
 */
export function parsed(text) {
  try {
    return clean(JSON.parse(text || "null"));
  } catch {
    return null;
  }
}

/**
 * A copy that has the right shape in every part, or null. What an older course did not keep is empty.
 * @param {any} value
 * @returns {State | null}
 */
export function clean(value) {
  if (!isMap(value) || value.v !== 1 || !isCount(value.n) || !isCount(value.tries) || !isIds(value.seen)) return null;
  const answers = cleanAnswers(value.answers);
  const test = cleanTest(value.test);
  const attempts = cleanAttempts(value.attempts);
  const later = cleanLater({ ...empty(), ...value });
  if (!answers || test === undefined || !attempts || !later) return null;
  return { v: 1, n: value.n, tries: value.tries, answers, test, seen: value.seen.slice(), attempts, ...later };
}

/**
 * The parts that were not kept from the beginning, or null.
 * @param {any} value
 */
function cleanLater({ missed, boxes, sure, forms, seed }) {
  const known = cleanForms(forms);
  if (!known || !isMarkText(missed) || typeof boxes !== "string" || boxes.length > 9000 || !isSeed(seed)) return null;
  if (!Array.isArray(sure) || sure.length !== 4 || !sure.every(isCount)) return null;
  return { missed, boxes, sure: sure.slice(), forms: known, seed };
}

/**
 * @param {any} answers
 * @returns {Record<string, Marks> | null}
 */
function cleanAnswers(answers) {
  if (!isMap(answers)) return null;
  const marks = Object.entries(answers);
  if (!marks.every(([name, part]) => isId(name) && isMarks(part))) return null;
  return Object.fromEntries(
    marks.map(([name, { of, right, first = "" }]) => [
      name,
      { of, right: right.slice(), first: first.padEnd(right.length, "?").slice(0, right.length) },
    ]),
  );
}

/** @param {any} part */
function isMarks(part) {
  return (
    isMap(part) && isCount(part.of) && isIds(part.right) && part.right.length <= part.of && isMarkText(part.first ?? "")
  );
}

/**
 * Whether a text holds marks, a letter each.
 * @param {any} value
 */
function isMarkText(value) {
  return typeof value === "string" && /^[01?sn-]{0,200}$/.test(value);
}

/**
 * A test, null where none is in hand, undefined where it is not one.
 * @param {any} test
 * @returns {Test | null | undefined}
 */
export function cleanTest(test) {
  if (test === null) return null;
  if (!isMap(test) || !isIds(test.drawn) || !Array.isArray(test.given) || !test.given.every(isGiven)) return undefined;
  const { sure = "", seed = 0 } = test;
  if (!isMarkText(sure) || !isSeed(seed)) return undefined;
  return { drawn: test.drawn.slice(), given: test.given.slice(), sure, seed };
}

/**
 * @param {any} forms
 * @returns {Forms | null}
 */
function cleanForms(forms) {
  if (!isMap(forms) || !["", "a", "b"].includes(forms.first)) return null;
  const { first, only = "", before, after, given, sure, seed } = forms;
  if (typeof only !== "string" || !/^[0-9a-z]{0,10}$/.test(only)) return null;
  if (![before, after].every((one) => one === null || isResult(one))) return null;
  if (!Array.isArray(given) || given.length > 100 || !given.every(isGiven)) return null;
  if (!isMarkText(sure) || !isSeed(seed)) return null;
  const copy = (/** @type {Result | null} */ one) => one && { on: one.on, right: one.right, of: one.of };
  return { first, only, before: copy(before), after: copy(after), given: given.slice(), sure, seed };
}

/**
 * @param {any} attempts
 * @returns {Attempt[] | null}
 */
function cleanAttempts(attempts) {
  if (!Array.isArray(attempts) || attempts.length > MOST_TRIES || !attempts.every(isAttempt)) return null;
  return attempts.map(({ on, right, of, passed }) => ({ on, right, of, passed }));
}

/** @param {any} value */
export function isAttempt(value) {
  return isResult(value) && typeof value.passed === "boolean";
}

/** @param {any} value */
function isResult(value) {
  if (!isMap(value) || !isDay(value.on)) return false;
  return isCount(value.right) && isCount(value.of) && value.of > 0 && value.right <= value.of;
}

/** @param {any} value */
function isMap(value) {
  return !!value && typeof value === "object" && !Array.isArray(value);
}

/** @param {any} value */
function isCount(value) {
  return Number.isInteger(value) && value >= 0 && value < 1e9;
}

/** @param {any} value */
function isSeed(value) {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}

/** @param {any} value */
function isId(value) {
  return typeof value === "string" && ID.test(value);
}

/** @param {any} value */
function isIds(value) {
  return Array.isArray(value) && value.length < 200 && value.every(isId);
}

/** @param {any} value */
function isGiven(value) {
  return typeof value === "string" && value.length <= 24;
}

/** @param {any} value */
function isDay(value) {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
}

/* ---- two into one ---- */

/**
 * Join two states so that nothing earned in either is lost. `newer` decides where only one can be right.
 * @param {State} older
 * @param {State} newer
 * @returns {State}
 */
export function merge(older, newer) {
  const names = Object.keys({ ...older.answers, ...newer.answers });
  const last = newer.seen.length ? newer : older;
  return {
    v: 1,
    n: Math.max(older.n, newer.n),
    tries: Math.max(older.tries, newer.tries),
    answers: Object.fromEntries(names.map((name) => [name, mergeMarks(older.answers[name], newer.answers[name])])),
    test: newer.test || older.test,
    seen: last.seen,
    missed: last.missed,
    attempts: kept(mergeAttempts(older.attempts, newer.attempts)),
    boxes: mergeBoxes(older.boxes, newer.boxes),
    sure: newer.sure[1] + newer.sure[3] >= older.sure[1] + older.sure[3] ? newer.sure : older.sure,
    forms: mergeForms(older.forms, newer.forms),
    seed: newer.seed || older.seed,
  };
}

/**
 * The questions that are right in either; no more than the chapter has, for it may have changed in between.
 * @param {Marks | undefined} older
 * @param {Marks | undefined} newer
 * @returns {Marks}
 */
function mergeMarks(older, newer) {
  if (!older || !newer) return /** @type {Marks} */ (older || newer);
  const right = [...new Set([...newer.right, ...older.right])].slice(0, newer.of);
  const marks = right.map((id) => [firstOf(newer, id), firstOf(older, id)]);
  return { of: newer.of, right, first: marks.map((two) => [..."10?"].find((mark) => two.includes(mark))).join("") };
}

/**
 * Whether an answer was right at the first try: '1', '0', '?' where it is not known, undefined where it is not right.
 * @param {Marks} marks
 * @param {string} id
 */
export function firstOf({ right, first }, id) {
  const at = right.indexOf(id);
  return at < 0 ? undefined : first[at] || "?";
}

/**
 * The short tests of that side which got further; of equals the newer.
 * @param {Forms} older
 * @param {Forms} newer
 */
function mergeForms(older, newer) {
  const reached = (/** @type {Forms} */ { before, after }) => Number(!!before) + 2 * Number(!!after);
  return reached(older) > reached(newer) || !newer.first ? older : newer;
}

/**
 * Each attempt once, by its day. Two of the same day and score are two only where one side holds both.
 * @param {Attempt[]} older
 * @param {Attempt[]} newer
 */
function mergeAttempts(older, newer) {
  const waiting = older.map((attempt) => JSON.stringify(attempt));
  const added = newer.filter((attempt) => {
    const known = waiting.indexOf(JSON.stringify(attempt));
    if (known >= 0) waiting.splice(known, 1);
    return known < 0;
  });
  return [...older, ...added].sort((a, b) => a.on.localeCompare(b.on));
}

/* ---- keeping ---- */

/**
 * The memory of a page.
 * @param {Place} place
 */
export function makeStore(place) {
  let state = parsed(place.read()) || empty();
  let isKept = place.works();
  /** @type {(() => void)[]} */
  const hearers = [];
  const tell = () => hearers.forEach((hear) => hear());

  /** What holds now: what is stored, and where nothing can be stored also what this page has seen. */
  function fresh() {
    const stored = parsed(place.read()) || empty();
    return isKept ? stored : merge(stored, state);
  }

  return {
    get state() {
      return state;
    },
    /** Whether what is written stays when the page goes. */
    get isKept() {
      return isKept;
    },
    /** Call `hear` after each change, of this page or another. @param {() => void} hear */
    whenChanged(hear) {
      hearers.push(hear);
    },
    /** Read anew what another page wrote. */
    refresh() {
      state = fresh();
      tell();
    },
    /** Change what is stored now. @param {(state: State) => void} change */
    update(change) {
      state = fresh();
      change(state);
      state.n += 1;
      isKept = place.write(JSON.stringify(state));
      tell();
    },
    erase() {
      place.erase();
      state = empty();
      tell();
    },
  };
}
