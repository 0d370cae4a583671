/* The questions of a chapter, each checked by itself. */
import { ask, figureOf, given, isRightIn, lacks, part, say } from "./form.js";

/** @typedef {ReturnType<typeof import("./store.js").makeStore>} Store */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 */
export function setUpCheck(root, store) {
  const forms = Array.from(root.querySelectorAll("form"));
  for (const form of forms) {
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
      store.update((state) => mark(state, root.dataset.chapter || "", forms, right ? form : null));
    });
  }
}

/**
 * Note which questions of a chapter were ever answered rightly, in their order; without those that are gone.
 * @param {import("./store.js").State} state
 * @param {string} chapter
 * @param {HTMLFormElement[]} forms
 * @param {HTMLFormElement | null} right the one that is right now
 */
function mark(state, chapter, forms, right) {
  const known = state.answers[chapter]?.right || [];
  const done = forms.filter((form) => form === right || known.includes(form.dataset.id || ""));
  state.answers[chapter] = { of: forms.length, right: done.map((form) => form.dataset.id || "") };
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
