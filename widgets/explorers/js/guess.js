/* A guess before the answer: widgets/explorers/guess.py writes the question, this script veils, keeps and compares.
 *
 * While an explorer asks, its element has data-guess="asked" and only the question is seen. A guess, or "Just show me",
 * opens it: data-guess="open", and the gap in words.
 */
import { number, sentence, within } from "./gap.js";
import { keepGuess, keptGuesses, recordGuess } from "./guesses.js";
import { element } from "./page.js";
import { strip } from "./strip.js";
import { tally } from "./tally.js";

/** @typedef {import("./gap.js").Asked} Asked */
/** @typedef {number | number[]} Value the number, the position of an option, or a number for each knot */

const LETTERS = "abcd";

/**
 * Veil an explorer that asks, until the reader has answered or wants to see.
 * @param {HTMLElement} root
 * @param {() => void} opened called when the reader opens it
 */
export function ask(root, opened) {
  const form = /** @type {HTMLFormElement | null} */ (root.querySelector(".explorer-guess"));
  if (!form) return;
  const asked = /** @type {Asked} */ (JSON.parse(form.dataset.guess || "{}"));
  const gap = /** @type {HTMLElement} */ (form.querySelector(".guess-gap"));
  const answer = gap.textContent || "";
  const commit = element("button", "That is my guess");
  const show = element("button", "Just show me", "guess-quiet guess-show");
  const again = element("button", "Guess again", "guess-quiet");
  show.type = again.type = "button";
  const buttons = element("p", "", "guess-buttons");
  const room = tally(asked, options(form), {
    reveal: () => reveal(null),
    tell: (words) => void (gap.textContent = words),
  });
  buttons.append(commit, show, room.open);
  form.insertBefore(buttons, gap);
  form.insertBefore(room.place, gap);
  form.append(again);

  form.addEventListener("input", () => {
    sayAll(form, asked);
    gap.textContent = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = answerIn(form, asked);
    if (value === null) {
      gap.textContent = "Choose an answer first, or press Just show me.";
      return;
    }
    commitTo(value);
  });
  show.addEventListener("click", () => commitTo(null));
  again.addEventListener("click", () => {
    keepGuess(key(root), undefined);
    room.close();
    close();
    firstField(form)?.focus();
  });

  window.addEventListener("beforeprint", () => isAsking(root) && (gap.textContent = answer)); // on paper all is open
  window.addEventListener("afterprint", () => isAsking(root) && (gap.textContent = ""));

  const earlier = before(root, asked, options(form).length);
  if (earlier === undefined) close();
  else open(earlier);

  function close() {
    root.dataset.guess = "asked";
    gap.textContent = "";
    form?.querySelector(".guess-strip")?.remove();
    sayAll(/** @type {HTMLFormElement} */ (form), asked);
  }

  /** @param {Value | null} value null: the reader wants to see, and has not guessed */
  function open(value) {
    root.dataset.guess = "open";
    if (value !== null) fillIn(/** @type {HTMLFormElement} */ (form), asked, value);
    gap.textContent = value === null ? answer : sentence(asked, value, options(form), answer);
    form?.querySelector(".guess-strip")?.remove();
    if (asked.kind !== "choice") form?.insertBefore(strip(asked, value, knots(form)), again);
  }

  /** @param {Value | null} value */
  function reveal(value) {
    open(value);
    opened();
    gap.focus();
  }

  /** @param {Value | null} value */
  function commitTo(value) {
    if (value !== null) recordGuess(key(root), packed(asked, value));
    keepGuess(key(root), packed(asked, value));
    room.close();
    reveal(value);
  }
}

/**
 * Whether the explorer still waits for a guess: nothing of it is to be drawn yet.
 * @param {HTMLElement} root
 */
export function isAsking(root) {
  return root.dataset.guess === "asked";
}

/**
 * What the form's controls say, or null where nothing is chosen.
 * @param {HTMLFormElement} form
 * @param {Asked} asked
 * @returns {Value | null}
 */
function answerIn(form, asked) {
  if (asked.kind === "choice") {
    const chosen = /** @type {HTMLInputElement | null} */ (form.querySelector(":checked"));
    return chosen && Number(chosen.value);
  }
  const values = sliders(form).map((slider) => Number(slider.value));
  return asked.kind === "curve" ? values : values[0];
}

/**
 * @param {HTMLFormElement} form
 * @param {Asked} asked
 * @param {Value} value
 */
function fillIn(form, asked, value) {
  if (asked.kind === "choice") {
    const radio = form.querySelectorAll("input")[/** @type {number} */ (value)];
    if (radio) radio.checked = true;
    return;
  }
  const values = Array.isArray(value) ? value : [value];
  sliders(form).forEach((slider, i) => (slider.value = String(values[i])));
  sayAll(form, asked);
}

/**
 * @param {HTMLFormElement} form
 * @param {Asked} asked
 */
function sayAll(form, asked) {
  for (const slider of sliders(form)) {
    const words = number(Number(slider.value), asked.unit);
    slider.setAttribute("aria-valuetext", words);
    const output = form.querySelector(`output[for="${slider.id}"]`);
    if (output) output.textContent = words;
  }
}

/** @param {HTMLFormElement} form */
function sliders(form) {
  return /** @type {HTMLInputElement[]} */ (Array.from(form.querySelectorAll("input[type=range]")));
}

/** @param {HTMLFormElement} form */
function firstField(form) {
  return form.querySelector("input");
}

/** @param {HTMLFormElement | null} form */
function options(form) {
  return Array.from(form?.querySelectorAll(".guess-fields span label") || [], (label) => label.textContent || "");
}

/** @param {HTMLFormElement | null} form */
function knots(form) {
  return Array.from(form?.querySelectorAll(".guess-fields > label") || [], (label) => label.textContent || "");
}

/* ---- memory ---- */

/** @param {HTMLElement} root */
function key(root) {
  const page =
    root.dataset.page ||
    location.pathname
      .split("/")
      .pop()
      ?.replace(/\.html$/, "") ||
    "";
  return `${page}#${root.id}`;
}

/**
 * An answer as it is kept: the letter of an option, for numbers are for scales.
 * @param {Asked} asked
 * @param {Value | null} value
 */
function packed(asked, value) {
  return asked.kind === "choice" && value !== null ? LETTERS[/** @type {number} */ (value)] : value;
}

/**
 * The guess of an earlier visit: null where it was shown, undefined where there is none that fits the question.
 * @param {HTMLElement} root
 * @param {Asked} asked
 * @param {number} count how many options a choice has
 * @returns {Value | null | undefined}
 */
function before(root, asked, count) {
  const answer = keptGuesses()[key(root)];
  if (answer === null || answer === undefined) return answer;
  if (asked.kind === "choice") {
    const at = LETTERS.indexOf(String(answer));
    return typeof answer === "string" && at >= 0 && at < count ? at : undefined;
  }
  return typeof answer !== "string" && within(asked, answer) ? answer : undefined;
}
