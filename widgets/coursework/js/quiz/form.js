/* One question on a page: what was answered, and what is said to it. widgets/coursework/quiz.py writes the HTML. */
import { element } from "../../../explorers/js/page.js";
import { isRight, isSlip, left, missing, shortened } from "./judge.js";

/** @typedef {import("./judge.js").Key} Key */

/**
 * @param {HTMLFormElement} form
 * @returns {Key}
 */
export function keyOf({ dataset }) {
  return { kind: dataset.kind || "", right: dataset.right || "", tolerance: Number(dataset.tolerance || 0) };
}

/**
 * The part of a question with this selector, which quiz.py always writes.
 * @param {Element} root
 * @param {string} selector
 */
export function part(root, selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}

/* ---- answers ---- */

/**
 * The answer: letters as in the key, a number as text, or "" while there is none.
 * @param {HTMLFormElement} form
 * @returns {string}
 */
export function given(form) {
  const kind = form.dataset.kind;
  if (kind === "number") return shortened(/** @type {HTMLInputElement} */ (form.querySelector("input")).value);
  if (kind === "order") return givenOrder(Array.from(form.querySelectorAll("select")));
  const chosen = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".quiz-choices input:checked"));
  return Array.from(chosen, (input) => input.value)
    .sort() // the key has its letters in order, whatever the order on the page
    .join(",");
}

/** @param {HTMLSelectElement[]} places */
function givenOrder(places) {
  const taken = new Set(places.map((place) => place.value).filter(Boolean));
  if (taken.size < places.length) return "";
  const sorted = places.sort((a, b) => Number(a.value) - Number(b.value));
  return sorted.map((place) => place.dataset.letter).join(",");
}

/**
 * Put an answer back.
 * @param {HTMLFormElement} form
 * @param {string} answer
 */
export function give(form, answer) {
  const letters = answer.split(",");
  for (const place of form.querySelectorAll("select")) {
    const at = letters.indexOf(place.dataset.letter || "");
    place.value = at < 0 ? "" : String(at + 1);
  }
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".quiz-choices input"))) {
    if (form.dataset.kind === "number") input.value = answer;
    else input.checked = letters.includes(input.value);
  }
}

/**
 * How sure: 's' for sure, 'n' for not sure, '-' for not said.
 * @param {HTMLFormElement} form
 */
export function sureness(form) {
  const chosen = /** @type {HTMLInputElement | null} */ (form.querySelector(".quiz-sure input:checked"));
  return !chosen ? "-" : chosen.value === "sure" ? "s" : "n";
}

/**
 * Put back how sure.
 * @param {HTMLFormElement} form
 * @param {string} [mark]
 */
export function giveSureness(form, mark) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".quiz-sure input"))) {
    input.checked = mark === (input.value === "sure" ? "s" : "n");
  }
}

/**
 * Why a question cannot be judged yet, or "".
 * @param {HTMLFormElement} form
 * @param {string} answer
 */
export function lacks(form, answer) {
  return missing(form.dataset.kind || "", answer);
}

/**
 * @param {HTMLFormElement} form
 * @param {string} answer
 */
export function isRightIn(form, answer) {
  return isRight(keyOf(form), answer);
}

/**
 * The figure a question is about: on a page, or live in a notebook once its cell has run (widgets/explorers/explorer.py).
 * @param {HTMLFormElement} form
 */
export function figureOf(form) {
  const name = CSS.escape(form.dataset.figure || "");
  return document.querySelector(`figure#${name}, .explorer-live.explorer-${name}`);
}

/* ---- feedback ---- */

/**
 * Say one sentence, and no verdict.
 * @param {HTMLFormElement} form
 * @param {string} sentence
 */
export function ask(form, sentence) {
  const box = part(form, ".quiz-feedback");
  box.replaceChildren(element("p", sentence));
  for (const field of form.querySelectorAll(".quiz-choices :is(input, select)")) {
    field.setAttribute("aria-invalid", "true");
    if (form.dataset.kind === "number") field.setAttribute("aria-describedby", box.id);
  }
  whenChanged(form);
}

/**
 * What was said of an answer is gone once the answer is another.
 * @param {HTMLFormElement} form
 */
function whenChanged(form) {
  form.addEventListener("input", () => unsay(form), { once: true });
}

/**
 * Take back what was said.
 * @param {HTMLFormElement} form
 */
export function unsay(form) {
  const box = part(form, ".quiz-feedback");
  box.replaceChildren();
  delete box.dataset.verdict;
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
}

/**
 * Say whether an answer is right, and why.
 * @param {HTMLFormElement} form
 * @param {string} answer
 * @param {boolean} right
 */
export function say(form, answer, right) {
  const box = part(form, ".quiz-feedback");
  const told = reasons(form, answer, right);
  box.dataset.verdict = right ? "right" : "wrong";
  if (form.dataset.kind === "several") {
    const list = element("ul");
    list.append(...told.map((item) => item.cloneNode(true)));
    box.replaceChildren(verdict(right, left(keyOf(form), answer)), list);
  } else {
    box.replaceChildren(verdict(right, 0), ...told.map((item) => part(item, ".quiz-why").cloneNode(true)));
  }
  part(form, ".quiz-answer").hidden = false;
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  whenChanged(form);
}

/**
 * @param {boolean} right
 * @param {number} more how many belong to the answer, and were not chosen
 */
function verdict(right, more) {
  const rest = more === 1 ? " One more belongs to the answer." : ` ${more} more belong to the answer.`;
  const words = (right ? "Right." : "Not right.") + (more ? rest : "");
  const line = marked("p", right, words);
  line.className = "quiz-verdict";
  return line;
}

/**
 * Words with a tick or a cross before them that is only seen: braille has no cells for the cross.
 * @param {"p" | "h2"} tag
 * @param {boolean} right
 * @param {string} words
 */
export function marked(tag, right, words) {
  const made = element(tag);
  const mark = element("span", right ? "✓" : "✗");
  mark.setAttribute("aria-hidden", "true");
  made.append(mark, ` ${words}`);
  return made;
}

/**
 * The items of the list of answers that speak of this answer.
 * @param {HTMLFormElement} form
 * @param {string} answer
 * @param {boolean} right
 * @returns {HTMLElement[]}
 */
function reasons(form, answer, right) {
  const items = /** @type {HTMLElement[]} */ (Array.from(form.querySelectorAll(".quiz-answer li")));
  const key = keyOf(form);
  if (form.querySelector(".quiz-option")) {
    return items.filter((item) => answer.split(",").includes(item.dataset.option || ""));
  }
  const slips = right ? [] : items.filter(({ dataset }) => dataset.value && isSlip(key, answer, Number(dataset.value)));
  const usual = items.filter((item) => item.dataset.verdict === (right ? "right" : "wrong"));
  return [...slips, ...usual].slice(0, 1);
}
