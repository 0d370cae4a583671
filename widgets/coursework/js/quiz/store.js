/* What is remembered of a learner: its shape, how two memories become one, and how it is kept.
 *
 * Several pages may be open at once, also ones that the Back button brings back as they were. So nothing is ever
 * written from what a page has in hand: each change is made to what is stored at that moment.
 */

/** @typedef {{of: number, right: string[]}} Marks of a chapter: how many questions it has, and those answered rightly */
/** @typedef {{drawn: string[], given: string[]}} Test in hand: its questions, and the answers so far */
/** @typedef {{on: string, right: number, of: number, passed: boolean}} Attempt */

/**
 * n counts the changes, tries the tests handed in; seen holds the questions of the last of them.
 * @typedef {{v: 1, n: number, tries: number, answers: Record<string, Marks>, test: Test | null, seen: string[], attempts: Attempt[]}} State
 */

/**
 * Where a state is kept as text. `works` tries whether it is; `write` returns whether it is kept now.
 * @typedef {{works: () => boolean, read: () => string | null, write: (text: string) => boolean, erase: () => void}} Place
 */

const MOST_TRIES = 5; // attempts kept; the newest passed one always is
const ID = /^[a-z][a-z0-9-]{0,79}$/;

/** @returns {State} */
export function empty() {
  return { v: 1, n: 0, tries: 0, answers: {}, test: null, seen: [], attempts: [] };
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
 * A copy that has the right shape in every part, or null.
 * @param {any} value
 * @returns {State | null}
 */
export function clean(value) {
  if (!isMap(value) || value.v !== 1 || !isCount(value.n) || !isCount(value.tries) || !isIds(value.seen)) return null;
  const answers = cleanAnswers(value.answers);
  const test = cleanTest(value.test);
  const attempts = cleanAttempts(value.attempts);
  if (!answers || test === undefined || !attempts) return null;
  return { v: 1, n: value.n, tries: value.tries, answers, test, seen: value.seen.slice(), attempts };
}

/**
 * @param {any} answers
 * @returns {Record<string, Marks> | null}
 */
function cleanAnswers(answers) {
  if (!isMap(answers)) return null;
  const marks = Object.entries(answers);
  if (!marks.every(([name, part]) => isId(name) && isMarks(part))) return null;
  return Object.fromEntries(marks.map(([name, part]) => [name, { of: part.of, right: part.right.slice() }]));
}

/** @param {any} part */
function isMarks(part) {
  return isMap(part) && isCount(part.of) && isIds(part.right) && part.right.length <= part.of;
}

/**
 * A test, null where none is in hand, undefined where it is not one.
 * @param {any} test
 * @returns {Test | null | undefined}
 */
export function cleanTest(test) {
  if (test === null) return null;
  if (!isMap(test) || !isIds(test.drawn) || !Array.isArray(test.given) || !test.given.every(isGiven)) return undefined;
  return { drawn: test.drawn.slice(), given: test.given.slice() };
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
  if (!isMap(value) || !isDay(value.on) || typeof value.passed !== "boolean") return false;
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
  return {
    v: 1,
    n: Math.max(older.n, newer.n),
    tries: Math.max(older.tries, newer.tries),
    answers: Object.fromEntries(names.map((name) => [name, mergeMarks(older.answers[name], newer.answers[name])])),
    test: newer.test || older.test,
    seen: newer.seen.length ? newer.seen : older.seen,
    attempts: kept(mergeAttempts(older.attempts, newer.attempts)),
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
  return { of: newer.of, right: [...new Set([...newer.right, ...older.right])].slice(0, newer.of) };
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
