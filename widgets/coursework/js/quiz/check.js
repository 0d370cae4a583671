/* The questions of a chapter, each checked by itself. */
import { dayNumber, moved, readBoxes, writeBoxes } from "./boxes.js";
import { deal, newSeed } from "./deal.js";
import { ask, figureOf, given, isRightIn, lacks, part, say } from "./form.js";
import { firstOf } from "./store.js";
import { today } from "./words.js";

/** @typedef {ReturnType<typeof import("./store.js").makeStore>} Store */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 */
export function setUpCheck(root, store) {
  const forms = Array.from(root.querySelectorAll("form"));
  const seed = store.state.seed || newSeed(); // kept with the first answer
  for (const form of forms) {
    deal(form, seed);
    part(form, ".quiz-buttons").hidden = false;
    part(form, ".quiz-answer").hidden = true;
    if (form.dataset.kind === "explorer") leadToFigure(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const answer = given(form);
      const why = lacks(form, answer);
      if (why) return ask(form, why);
      const right = isRightIn(form, answer);
      say(form, answer, right);
      store.update((state) => {
        state.seed ||= seed;
        mark(state, root.dataset.chapter || "", forms, form, right);
      });
    });
  }
}

/**
 * Note an answer: which questions of a chapter were ever right, in their order, without those that are gone; and at the
 * first try where that was so. A first answer goes into a box of the review.
 * @param {import("./store.js").State} state
 * @param {string} chapter
 * @param {HTMLFormElement[]} forms
 * @param {HTMLFormElement} answered
 * @param {boolean} right
 */
function mark(state, chapter, forms, answered, right) {
  const known = state.answers[chapter] || { of: 0, right: [], first: "" };
  const { boxes } = readBoxes(state.boxes);
  const id = answered.dataset.id || "";
  const isFirst = !boxes.has(id) && !known.right.includes(id);
  if (isFirst) {
    boxes.set(id, moved(undefined, { right, sure: false }, dayNumber(today())));
  }
  if (answered.dataset.figure) {
    if (right) boxes.delete(id);
    else boxes.set(id, { box: 0, due: -1, surelyWrong: false });
  }
  state.boxes = writeBoxes(boxes);
  const done = forms
    .map((form) => form.dataset.id || "")
    .filter((one) => known.right.includes(one) || (right && one === id));
  const first = done.map((one) => firstOf(known, one) ?? (isFirst ? "1" : "0"));
  state.answers[chapter] = { of: forms.length, right: done, first: first.join("") };
}

/**
 * In a notebook the link to a figure leads to it too; on a page it knows the way.
 * @param {HTMLFormElement} form
 */
function leadToFigure(form) {
  part(form, "legend ~ p a").addEventListener("click", (event) => {
    const figure = figureOf(form);
    if (!figure || figure.id) return;
    event.preventDefault();
    figure.scrollIntoView();
  });
}
