/* A sheet of questions that are answered together: the final test, the review, the short tests before and after. */
import { element } from "../../../explorers/js/page.js";
import { deal } from "./deal.js";
import { ask, give, given, giveSureness, isRightIn, lacks, part, say, sureness, unsay } from "./form.js";
import { listed } from "./words.js";

/** @typedef {{form: HTMLFormElement, answer: string, right: boolean, sure: string}} Marked */
/** @typedef {{seed: number, given: string[], sure: string}} Held what was answered so far, and how it was dealt */

/**
 * The questions of a sheet, and what can be done with them. `root` holds them, a line to say something, and a button.
 * @param {HTMLElement} root
 */
export function makeSheet(root) {
  const forms = /** @type {HTMLFormElement[]} */ (Array.from(root.querySelectorAll(".quiz-question")));
  const said = part(root, ":scope > .quiz-say");
  const handIn = part(root, "[data-hand-in]");
  const buttons = /** @type {HTMLElement} */ (handIn.parentNode);
  /** @type {HTMLFormElement[]} */
  let current = [];
  root.addEventListener("submit", (event) => event.preventDefault());

  return {
    forms,
    handIn,
    get current() {
      return current;
    },
    /** Show these questions, or none. @param {HTMLFormElement[]} some @param {Held} held */
    show(some, held) {
      for (const form of forms) form.hidden = true;
      current = some;
      current.forEach((form, i) => {
        form.reset();
        deal(form, held.seed);
        give(form, held.given[i] || "");
        giveSureness(form, held.sure[i]);
        form.hidden = false;
        lock(form, false);
        hideAnswer(form);
        unsay(form);
        part(form, ".quiz-above").textContent = `Question ${i + 1} of ${current.length}`;
        part(form, "legend").tabIndex = -1;
        root.insertBefore(form, buttons);
      });
      buttons.hidden = !current.length;
      said.textContent = "";
    },
    /** What is answered so far. */
    held() {
      return { given: current.map(given), sure: current.map(sureness).join("") };
    },
    /** Ask for the answers that are missing. Returns whether there are any. */
    asksForMore() {
      const open = current.filter((form) => lacks(form, given(form)));
      if (!open.length) return false;
      said.textContent = `${open.length === 1 ? "One question has" : `${open.length} questions have`} no answer yet. Still open: `;
      said.append(...linksTo(open), ".");
      ask(open[0], lacks(open[0], given(open[0])));
      part(open[0], "input, select").focus();
      return true;
    },
    /** Mark the answers, and lock them. @param {boolean} [withReasons] @returns {Marked[]} */
    mark(withReasons = true) {
      buttons.hidden = true;
      said.textContent = "";
      return current.map((form) => {
        const answer = given(form);
        const right = isRightIn(form, answer);
        if (withReasons) say(form, answer, right);
        lock(form, true);
        return { form, answer, right, sure: sureness(form) };
      });
    },
    linksTo,
  };

  /**
   * Links to questions, by their numbers.
   * @param {HTMLFormElement[]} some
   */
  function linksTo(some) {
    const links = some.map((form) => {
      const link = element("a", String(current.indexOf(form) + 1));
      link.href = `#${form.id}`;
      return link;
    });
    return listed(links);
  }
}

/**
 * What was not right, as paragraphs with links: what one was sure of comes first.
 * @param {ReturnType<typeof makeSheet>} sheet
 * @param {Marked[]} marks
 */
export function notRight(sheet, marks) {
  const wrong = marks.filter(({ right }) => !right);
  const groups = /** @type {const} */ ([
    ["Sure, and not right", wrong.filter(({ sure }) => sure === "s")],
    ["Not right", wrong.filter(({ sure }) => sure !== "s")],
  ]);
  return groups.flatMap(([words, some]) => {
    if (!some.length) return [];
    const line = element("p", `${words}: ${some.length === 1 ? "question" : "questions"} `);
    line.append(...sheet.linksTo(some.map(({ form }) => form)), ".");
    return [line];
  });
}

/**
 * The counts of store.js: sure and right, sure, not sure and right, not sure.
 * @param {{right: boolean, sure: string}[]} marks
 */
export function sureCounts(marks) {
  const count = (/** @type {string} */ mark, right = false) =>
    marks.filter((one) => one.sure === mark && (one.right || !right)).length;
  return [count("s", true), count("s"), count("n", true), count("n")];
}

/**
 * How well one knew what one knew, in words; '' where nothing was said.
 * @param {number[]} counts as sureCounts gives them
 */
export function calibration([sureRight, sure, unsureRight, unsure]) {
  const said = [];
  if (sure) said.push(`Of ${answers(sure)} that you were sure of, ${sureRight} ${were(sureRight)} right.`);
  if (unsure) said.push(`Of ${answers(unsure)} that you were not sure of, ${unsureRight} ${were(unsureRight)} right.`);
  if (sure >= 5 && sureRight < 0.7 * sure) said.push("You were surer than the answers bear out.");
  if (unsure >= 5 && unsureRight > 0.7 * unsure) said.push("You know more than you trust yourself to.");
  return said.join(" ");
}

/** @param {number} count */
function answers(count) {
  return count === 1 ? "one answer" : `${count} answers`;
}

/** @param {number} count */
function were(count) {
  return count === 1 ? "was" : "were";
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} locked
 */
function lock(form, locked) {
  for (const fieldset of form.querySelectorAll("fieldset")) fieldset.disabled = locked;
}

/** @param {HTMLFormElement} form */
function hideAnswer(form) {
  const answer = /** @type {HTMLElement | null} */ (form.querySelector(".quiz-answer"));
  if (answer) answer.hidden = true;
}
