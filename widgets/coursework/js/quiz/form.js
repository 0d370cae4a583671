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
  if (kind === "explorer") return "set";
  const chosen = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input:checked"));
  return Array.from(chosen, (input) => input.value).join(",");
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
  for (const input of form.querySelectorAll("input")) {
    if (form.dataset.kind === "number") input.value = answer;
    else input.checked = letters.includes(input.value);
  }
}

/**
 * Why a question cannot be judged yet, or "".
 * @param {HTMLFormElement} form
 * @param {string} answer
 */
export function lacks(form, answer) {
  if (form.dataset.kind !== "explorer") return missing(form.dataset.kind || "", answer);
  return figureOf(form) ? "" : "The figure is not there yet. Run its cell first.";
}

/**
 * @param {HTMLFormElement} form
 * @param {string} answer
 */
export function isRightIn(form, answer) {
  return form.dataset.kind === "explorer" ? isSet(form) : isRight(keyOf(form), answer);
}

/* ---- a figure to set ---- */

/**
 * The figure a question is about: on a page, or live in a notebook once its cell has run (widgets/explorers/explorer.py).
 * @param {HTMLFormElement} form
 */
export function figureOf(form) {
  const name = CSS.escape(form.dataset.figure || "");
  return document.querySelector(`figure#${name}, .explorer-live.explorer-${name}`);
}

/**
 * Whether each named control of the figure stands at one of the wanted stops.
 * @param {HTMLFormElement} form
 */
function isSet(form) {
  /** @type {Record<string, string[]>} */
  const wanted = JSON.parse(form.dataset.set || "{}");
  const figure = figureOf(form);
  return Object.entries(wanted).every(([name, stops]) => {
    const baked = /** @type {HTMLInputElement | null} */ (figure?.querySelector(`[data-control="${name}"]`));
    const live = figure?.querySelector(`.control-${name}`);
    return stops.includes(baked ? bakedStop(baked) : live ? liveStop(live) : "");
  });
}

/**
 * The name of the stop of a control of widgets/explorers/html.py. Not as it is read on the page: a browser that
 * translates the page changes that.
 * @param {HTMLInputElement} control
 */
function bakedStop(control) {
  if (control.type === "checkbox") return control.checked ? "on" : "off";
  const chosen = /** @type {HTMLInputElement | null} */ (control.querySelector("input:checked"));
  return (control.dataset.stops || "").split("\n")[Number(chosen ? chosen.value : control.value)];
}

/**
 * What a control of ipywidgets shows.
 * @param {Element} control
 */
function liveStop(control) {
  const box = /** @type {HTMLInputElement | null} */ (control.querySelector('input[type="checkbox"]'));
  const list = control.querySelector("select");
  if (box) return box.checked ? "on" : "off";
  if (list) return list.selectedOptions[0].textContent || "";
  return part(control, ".widget-readout, .mod-active, label:has(:checked)").textContent?.trim() || "";
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
  for (const field of form.querySelectorAll("fieldset input, fieldset select")) {
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
  if (key.kind === "one" || key.kind === "several") {
    return items.filter((item) => answer.split(",").includes(item.dataset.option || ""));
  }
  const slips = right ? [] : items.filter(({ dataset }) => dataset.value && isSlip(key, answer, Number(dataset.value)));
  const usual = items.filter((item) => item.dataset.verdict === (right ? "right" : "wrong"));
  return [...slips, ...usual].slice(0, 1);
}
