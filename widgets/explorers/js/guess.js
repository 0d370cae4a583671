/* A guess before the answer: widgets/explorers/guess.py writes the question, this script veils, keeps and compares.
 *
 * While an explorer asks, its element has data-guess="asked" and only the question is seen. A guess, or "Just show me",
 * opens it: data-guess="open", the gap in words, and an event "explorer:guessed" for who records it.
 */
import { number, sentence, within } from "./gap.js";
import { element, recall, remember } from "./page.js";
import { strip } from "./strip.js";

/** @typedef {import("./gap.js").Asked} Asked */
/** @typedef {number | number[]} Value the number, the position of an option, or a number for each knot */

const KEPT = "guesses"; // {"page#explorer": {"value": 10} or {"shown": true}}

/**
 * Veil an explorer that asks, until the reader has answered or wants to see.
 * @param {HTMLElement} root
 * @param {() => void} opened called once it is open
 */
export function ask(root, opened) {
  const form = /** @type {HTMLFormElement | null} */ (root.querySelector(".explorer-guess"));
  if (!form) return;
  const asked = /** @type {Asked} */ (JSON.parse(form.dataset.guess || "{}"));
  const gap = /** @type {HTMLElement} */ (form.querySelector(".guess-gap"));
  const answer = gap.textContent || "";
  const commit = element("button", "That is my guess");
  const show = element("button", "Just show me", "guess-quiet");
  const again = element("button", "Guess again", "guess-quiet");
  show.type = again.type = "button";
  const buttons = element("p", "", "guess-buttons");
  buttons.append(commit, show);
  form.insertBefore(buttons, gap);
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
    open({ value }, true);
  });
  show.addEventListener("click", () => open({ shown: true }, true));
  again.addEventListener("click", () => {
    keep(root, null);
    close();
    firstField(form)?.focus();
  });

  const before = kept(root, asked);
  if (before) open(before, false);
  else close();

  function close() {
    root.dataset.guess = "asked";
    gap.textContent = "";
    form?.querySelector(".guess-strip")?.remove();
    sayAll(/** @type {HTMLFormElement} */ (form), asked);
  }

  /**
   * @param {{value?: Value, shown?: boolean}} given
   * @param {boolean} now whether the reader did it now, and not on an earlier visit
   */
  function open(given, now) {
    const value = given.value ?? null;
    root.dataset.guess = "open";
    if (value !== null) fillIn(/** @type {HTMLFormElement} */ (form), asked, value);
    gap.textContent = value === null ? answer : sentence(asked, value, options(form), answer);
    form?.querySelector(".guess-strip")?.remove();
    if (asked.kind !== "choice") form?.insertBefore(strip(asked, value, knots(form)), again);
    if (now) {
      keep(root, given);
      gap.focus();
      root.dispatchEvent(new CustomEvent("explorer:guessed", { bubbles: true, detail: { asked, value } }));
    }
    opened();
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

/** @returns {Record<string, {value?: Value, shown?: boolean}>} */
function all() {
  try {
    const read = JSON.parse(recall(KEPT) || "{}");
    return read && typeof read === "object" && !Array.isArray(read) ? read : {};
  } catch {
    return {};
  }
}

/**
 * The guess of an earlier visit, if it still fits the question.
 * @param {HTMLElement} root
 * @param {Asked} asked
 */
function kept(root, asked) {
  const given = all()[key(root)];
  if (!given || typeof given !== "object") return null;
  if (given.shown) return { shown: true };
  return given.value !== undefined && within(asked, given.value) ? { value: given.value } : null;
}

/**
 * @param {HTMLElement} root
 * @param {{value?: Value, shown?: boolean} | null} given null: forget it
 */
function keep(root, given) {
  const guesses = all();
  if (given) guesses[key(root)] = given;
  else delete guesses[key(root)];
  remember(KEPT, JSON.stringify(guesses));
}
