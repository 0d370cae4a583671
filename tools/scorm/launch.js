/* Holds the course in a frame and talks to the learning management system (LMS): SCORM 1.2 or 2004.
 *
 * The pages come and go in the frame while the one session with the LMS lasts. widgets/coursework/js/quiz/main.js
 * finds window.courseLms here.
 *
 * LMSs differ in what they keep, and this trusts none of them further than it must:
 * - Some say 'saved' before anything has reached their server. So a copy of the visit stays on the device
 *   under the learner's id, and what the LMS turns out to lack at the next launch is sent again.
 * - Some give neither status, score nor the count of interactions back. So suspend_data holds them too.
 * - Some throw where they should answer. So every call is caught: no answer is no, and nothing is said.
 */

/** @typedef {{on: string, right: number, of: number, passed: boolean}} Attempt */
/** @typedef {{id: string, kind: string, objective: string, given: string, key: string, tolerance: number, right: boolean}} Item */
/** @typedef {{number: number, attempt: Attempt, items: Item[], at: string}} Entry a test that was handed in */

/** @typedef {number | string | number[] | null} Guess a number, the letter of an option, a curve's; null: was shown */

/**
 * suspend_data: when this attempt began, the best score, passed or not, interactions written, state of quiz.js,
 * guesses by page and explorer.
 * @typedef {{began: string, best: number, passed: boolean, items: number, state: any, guesses: Record<string, Guess>}} Mine
 */

const RETRY = 15000; // ms
const SCORM_12 = {
  start: "LMSInitialize",
  end: "LMSFinish",
  get: "LMSGetValue",
  set: "LMSSetValue",
  commit: "LMSCommit",
  place: "cmi.core.lesson_location",
  status: "cmi.core.lesson_status",
  completion: "cmi.core.lesson_status",
  score: "cmi.core.score",
  time: "cmi.core.session_time",
  exit: "cmi.core.exit",
  learner: "cmi.core.student_id",
  given: "student_response",
  wrong: "wrong",
  room: 4096, // characters of suspend_data
};
const SCORM_2004 = {
  start: "Initialize",
  end: "Terminate",
  get: "GetValue",
  set: "SetValue",
  commit: "Commit",
  place: "cmi.location",
  status: "cmi.success_status",
  completion: "cmi.completion_status",
  score: "cmi.score",
  time: "cmi.session_time",
  exit: "cmi.exit",
  learner: "cmi.learner_id",
  given: "learner_response",
  wrong: "incorrect",
  room: 64000,
};

/** @type {Record<string, string>} */
const TYPES = { one: "choice", several: "choice", number: "numeric", order: "sequencing" };

const started = Date.now();
const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
const said = /** @type {HTMLElement} */ (document.getElementById("lms-say"));
const pages = (frame.dataset.pages || "").split(" ");
const newer = find("API_1484_11");
const api = newer || find("API");
const is2004 = !!newer;
const to = is2004 ? SCORM_2004 : SCORM_12;
/** @type {Mine} */
let mine = { began: Date.now().toString(36), best: -1, passed: false, items: 0, state: null, guesses: {} };
/** @type {Entry[]} */
const records = []; // since the LMS last showed what it holds
let place = "";
let sure = false; // the LMS said that it has what is in mine
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;
let ended = false;
let key = ""; // of the copy on this device

/* ---- the LMS ---- */

/**
 * The API of this name: up through the frames, then the same from the window that opened this one.
 * @param {string} name
 */
function find(name) {
  const up = (/** @type {any} */ from) => {
    try {
      for (let at = from, i = 0; at && i < 50; at = at.parent, i++) {
        if (at[name]) return at[name];
        if (at === at.parent) break;
      }
    } catch {
      /* a frame of another site */
    }
    return null;
  };
  return up(window) || up(window.top?.opener) || up(window.opener);
}

/**
 * Call the LMS. Returns undefined where it throws.
 * @param {string} name
 * @param {string[]} values
 */
function call(name, ...values) {
  try {
    return api[name](...values);
  } catch {
    return undefined;
  }
}

/** @param {unknown} answer */
function yes(answer) {
  return String(answer) === "true";
}

/** @param {string} name */
function get(name) {
  return String(call(to.get, name) || "");
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function set(name, value) {
  return yes(call(to.set, name, String(value)));
}

/** @param {string} words */
function tell(words) {
  said.textContent = words;
  said.hidden = !words;
}

/* ---- a visit ---- */

function begin() {
  key = `course-lms:${location.pathname}:${get(to.learner)}`;
  const given = parsed(get("cmi.suspend_data"));
  const copy = backup();
  /** @type {Entry[]} */
  let lacking = [];
  place = get(to.place);
  mine = given || mine;
  if (!given && !/^(passed|completed|failed)$/.test(get(to.completion))) set(to.completion, "incomplete");
  set(to.exit, "suspend");
  // A copy that the LMS said it has, of an attempt that the LMS no longer knows: someone started a new one.
  const belongs = copy && (!copy.sure || (given && given.began === copy.mine.began));
  if (belongs && count(copy.mine, "n") > count(given, "n")) {
    lacking = copy.records.filter((/** @type {Entry} */ entry) => entry.number > count(given, "tries"));
    mine.state = copy.mine.state;
    place = copy.place;
  }
  const read = () => JSON.stringify(mine.state);
  const guesses = () => JSON.stringify(mine.guesses);
  Object.assign(window, { courseLms: { read, save, record, guesses, saveGuesses, recordGuess } });
  lacking.forEach(enter);
  if (belongs) enterGuesses(JSON.parse(fitted(copy.mine)).guesses);
  send();
  frame.addEventListener("load", arrived);
  frame.src = pages.includes(place) ? place : frame.dataset.start || "";
  window.addEventListener("online", () => retry && commit());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !ended) commit();
  });
  window.addEventListener("pagehide", end);
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function arrived() {
  const { contentWindow, contentDocument } = frame;
  if (!contentWindow || !contentDocument) return;
  const page = contentWindow.location.pathname.slice(location.pathname.lastIndexOf("/") + 1);
  if (pages.includes(page)) set(to.place, (place = page));
  for (const link of contentDocument.querySelectorAll('a[href^="http"]')) {
    link.setAttribute("target", "_blank"); // other sites refuse to be framed
    link.setAttribute("rel", "noopener");
  }
  commit();
}

/** @param {string} state */
function save(state) {
  mine.state = JSON.parse(state);
  send();
}

/** @param {string} guesses */
function saveGuesses(guesses) {
  mine.guesses = JSON.parse(guesses);
  send();
}

/**
 * What fits into suspend_data: all of the progress, and of the guesses the newest.
 * @param {Mine} whole
 */
function fitted(whole) {
  const guesses = Object.entries(whole.guesses);
  const text = () => JSON.stringify({ ...whole, guesses: Object.fromEntries(guesses) });
  while (guesses.length && text().length > to.room) guesses.shift();
  return text();
}

function send() {
  set("cmi.suspend_data", fitted(mine));
  sure = false;
  commit();
}

function commit() {
  set(to.time, time());
  const confirmed = yes(call(to.commit, ""));
  sure = sure || confirmed; // the last commit of a closing window often goes unanswered
  clearTimeout(retry);
  retry = confirmed ? undefined : setTimeout(commit, RETRY);
  try {
    localStorage.setItem(key, JSON.stringify({ mine, place, records, sure }));
  } catch {
    /* only this window has it */
  }
  tell(confirmed ? "" : "The learning platform does not answer. What you do is kept and will be sent again.");
}

function end() {
  if (ended) return;
  commit();
  ended = true;
  clearTimeout(retry);
  call(to.end, "");
}

/* ---- a test that was handed in ---- */

/**
 * Note a test; it is sent by the save() that follows.
 * @param {number} number
 * @param {Attempt} attempt
 * @param {Item[]} items
 */
function record(number, attempt, items) {
  enter({ number, attempt, items, at: new Date().toISOString() });
}

/** @param {Entry} entry */
function enter(entry) {
  records.push(entry);
  score(entry.attempt);
  mine.passed = mine.passed || entry.attempt.passed || get(to.status) === "passed"; // a pass is never taken back
  set(to.status, mine.passed ? "passed" : "failed");
  if (is2004 && mine.passed) set(to.completion, "completed");
  const first = interactions();
  entry.items.forEach((item, i) => interaction(`cmi.interactions.${first + i}.`, item, entry));
  mine.items += entry.items.length;
}

/** How many interactions there are. */
function interactions() {
  const counted = get("cmi.interactions._count");
  return /^\d+$/.test(counted) ? Number(counted) : mine.items;
}

/** @param {Attempt} attempt */
function score({ right, of }) {
  const percent = Math.round((100 * right) / of);
  if (percent <= mine.best) return;
  mine.best = percent;
  const held = get(`${to.score}.raw`);
  if (held !== "" && percent <= Number(held)) return;
  set(`${to.score}.min`, 0);
  set(`${to.score}.max`, 100);
  set(`${to.score}.raw`, percent);
  if (is2004) set(`${to.score}.scaled`, right / of);
}

/**
 * @param {string} path
 * @param {Item} item
 * @param {Entry} entry
 */
function interaction(path, item, entry) {
  set(`${path}id`, `try${entry.number}-${item.id}`);
  set(`${path}type`, TYPES[item.kind]);
  moment(path, entry.at);
  set(`${path}correct_responses.0.pattern`, pattern(item));
  set(path + to.given, item.kind === "number" ? item.given : list(item.given));
  set(`${path}result`, item.right ? "correct" : to.wrong);
  set(`${path}weighting`, 1);
  if (is2004) set(`${path}description`, item.objective.slice(0, 250));
}

/**
 * @param {string} path
 * @param {string} at
 */
function moment(path, at) {
  if (is2004)
    set(`${path}timestamp`, `${at.slice(0, 19)}.0Z`); // SCORM takes a zone only after a fraction
  else set(`${path}time`, new Date(at).toTimeString().slice(0, 8));
}

/** @param {Item} item */
function pattern({ kind, key: right, tolerance }) {
  if (kind !== "number") return list(right);
  return is2004 ? `${around(right, -tolerance)}[:]${around(right, tolerance)}` : right;
}

/**
 * @param {string} right
 * @param {number} by
 */
function around(right, by) {
  return Number((Number(right) + by).toFixed(7));
}

/** @param {string} letters */
function list(letters) {
  return is2004 ? letters.split(",").join("[,]") : letters;
}

/* ---- guesses: none of them counts ---- */

/**
 * Note a guess; it is sent by the saveGuesses() that follows.
 * @param {string} name of the page and the explorer
 * @param {Guess} guess
 */
function recordGuess(name, guess) {
  const path = `cmi.interactions.${interactions()}.`;
  const type = Array.isArray(guess) ? "fill-in" : typeof guess === "string" ? "choice" : "numeric";
  set(`${path}id`, `guess-${name.replace("#", "-")}`);
  set(`${path}type`, type);
  moment(path, new Date().toISOString());
  set(path + to.given, list(String(guess)));
  set(`${path}result`, "neutral");
  mine.items += 1;
}

/**
 * Guesses of an earlier visit that the LMS lacks.
 * @param {Record<string, Guess>} found
 */
function enterGuesses(found) {
  for (const [name, guess] of Object.entries(found)) {
    if (name in mine.guesses) continue;
    mine.guesses[name] = guess;
    if (guess !== null) recordGuess(name, guess);
  }
}

/* ---- the copy on this device ---- */

function backup() {
  try {
    const copy = JSON.parse(localStorage.getItem(key) || "null");
    const held = copy && parsed(JSON.stringify(copy.mine));
    return held && Array.isArray(copy.records) ? { ...copy, mine: held } : null;
  } catch {
    return null;
  }
}

/**
 * suspend_data as begin() makes it, or null.
 * @param {string} text
 * @returns {Mine | null}
 */
function parsed(text) {
  try {
    const found = JSON.parse(text);
    const isMine = found && typeof found.began === "string";
    if (!isMine || !Number.isInteger(found.best) || !Number.isInteger(found.items)) return null;
    const isMap = found.guesses && typeof found.guesses === "object" && !Array.isArray(found.guesses);
    return { ...found, guesses: isMap ? found.guesses : {} };
  } catch {
    return null;
  }
}

/**
 * @param {Mine | null} known
 * @param {"n" | "tries"} name
 */
function count(known, name) {
  return Number(known?.state?.[name]) || 0;
}

/** How long this session has lasted, as the LMS wants to read it. */
function time() {
  const seconds = Math.floor((Date.now() - started) / 1000);
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  if (is2004) return `PT${hours}H${minutes}M${seconds % 60}S`;
  const parts = [Math.min(hours, 9999), minutes, seconds % 60];
  return parts.map((n, i) => String(n).padStart(i ? 2 : 4, "0")).join(":");
}

if (api && yes(call(to.start, ""))) begin();
else {
  tell(
    api
      ? "The learning platform refused to start a session. Nothing will be recorded there; what you do is kept on this device."
      : "No learning platform was found around this page. What you do is kept on this device.",
  );
  frame.src = frame.dataset.start || "";
}
