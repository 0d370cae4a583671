/* What is remembered, shown to the learner: as a list, beside the menu, in a file. */
import { addGuesses, cleanGuesses, forgetGuesses, keptGuesses } from "../../../explorers/js/guesses.js";
import { saveText } from "../../../explorers/js/files.js";
import { courseName, element } from "../../../explorers/js/page.js";
import { dayNumber } from "./boxes.js";
import { part } from "./form.js";
import { dueIds, troubles } from "./review.js";
import { calibration } from "./sheet.js";
import { gain } from "./standing.js";
import { merge, parsed, passedAttempt } from "./store.js";
import { inWords, today } from "./words.js";

/** @typedef {ReturnType<typeof import("./store.js").makeStore>} Store */
/** @typedef {ReturnType<typeof import("./hand.js").makeHand>} Hand */

export const NOT_KEPT =
  "This browser keeps nothing for this page. What you do here is forgotten when you leave it, " +
  "unless you save it to a file. A test you pass still leads to its certificate.";

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Hand} hand
 * @param {boolean} inLms
 */
export function setUpProgress(root, store, hand, inLms) {
  const said = part(root, ".quiz-say");
  const file = /** @type {HTMLInputElement} */ (root.querySelector("input"));
  part(root, ".quiz-memory").hidden = false;
  store.whenChanged(() => tell(root, store, inLms));
  tell(root, store, inLms);
  part(root, "[data-save]").addEventListener("click", () => {
    const all = { ...store.state, guesses: keptGuesses() };
    saveText(JSON.stringify(all, null, 1), "application/json", `${courseName()}-progress-${today()}.json`);
  });
  if (inLms) {
    part(root, "[data-erase]").hidden = true;
    /** @type {HTMLElement} */ (file.parentNode).hidden = true;
    return;
  }
  setUpErase(part(root, "[data-erase]"), said, store, hand);
  file.addEventListener("change", async () => {
    if (!file.files?.length) return;
    said.textContent = ""; // what was said of another file; said again, it is heard again
    const text = await file.files[0].text();
    const found = parsed(text);
    file.value = "";
    said.textContent = found
      ? readBack(found, cleanGuesses(JSON.parse(text).guesses), store, hand)
      : "This is not a file saved by this course. Nothing was changed.";
  });
}

/**
 * A second press erases: nothing brings it back.
 * @param {HTMLElement} button
 * @param {HTMLElement} said
 * @param {Store} store
 * @param {Hand} hand
 */
function setUpErase(button, said, store, hand) {
  const label = button.textContent;
  let asked = false;
  const ask = (/** @type {boolean} */ on) => {
    asked = on;
    button.textContent = on ? "Yes, erase it all" : label;
  };
  ask(false);
  button.addEventListener("click", () => {
    ask(!asked);
    said.textContent = asked
      ? "This erases everything above, a passed test too, and cannot be undone. Press again to erase it."
      : "Erased.";
    if (asked) return;
    forgetGuesses();
    store.erase();
    hand.replace();
  });
  button.addEventListener("blur", () => {
    if (!asked) return;
    ask(false);
    said.textContent = "Nothing was erased.";
  });
}

/**
 * Join what was read with what is here; nothing newer is lost.
 * @param {import("./store.js").State} found
 * @param {ReturnType<typeof cleanGuesses>} guessed
 * @param {Store} store
 * @param {Hand} hand
 */
function readBack(found, { guesses, damaged }, store, hand) {
  const inHand = !!hand.test;
  addGuesses(guesses);
  store.update((state) => void Object.assign(state, merge(found, state)));
  if (!inHand) hand.replace();
  const left = damaged ? " Some guesses in the file were damaged and are left out." : "";
  return `Read back. It was added to what was here; nothing was taken away.${left}`;
}

const NOTHING_YET = "Nothing is remembered yet. A test that is begun is kept in this tab until it is handed in.";

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {boolean} inLms
 */
function tell(root, { state, isKept }, inLms) {
  const list = element("ul");
  for (const [name, marks] of Object.entries(state.answers)) {
    list.append(element("li", `${titleOf(root, name)}: ${inMarks(marks)}`));
  }
  if (gain(state.forms)) list.append(element("li", gain(state.forms)));
  for (const { on, right, of, passed } of state.attempts) {
    list.append(element("li", `Final test, ${inWords(on)}: ${right} of ${of}${passed ? ", passed" : ", not passed"}`));
  }
  const guesses = Object.keys(keptGuesses()).length;
  const known = calibration(state.sure);
  if (known) list.append(element("li", known));
  const due = dueIds(state, dayNumber(today())).length;
  if (due) list.append(element("li", `Review: ${due === 1 ? "one question is" : `${due} questions are`} due`));
  for (const trouble of troubles(state.boxes)) list.append(element("li", trouble));
  if (guesses) list.append(element("li", `Guesses at ${guesses === 1 ? "one figure" : `${guesses} figures`}`));
  const where = inLms ? "Your learning platform keeps this:" : "This device, and nobody else, remembers:";
  const first = !isKept ? NOT_KEPT : list.children.length ? where : NOTHING_YET;
  part(root, "[data-memory]").replaceChildren(element("p", first), list);
}

/* ---- the menu ---- */

/** The links of the menu by the name of their page. @returns {[string, HTMLAnchorElement][]} */
export function menuLinks() {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("#course-menu nav li a"));
  return Array.from(links, (link) => {
    const path = link.hasAttribute("aria-current") ? location.pathname : link.pathname;
    return [(path.split("/").pop() || "").replace(/\.html$/, ""), link];
  });
}

/**
 * A chapter's title as the menu has it, without a menu as quiz.py does; of one that is gone, its file's name.
 * @param {HTMLElement} root
 * @param {string} name
 */
function titleOf(root, name) {
  const found = menuLinks().find(([page]) => page === name);
  const written = JSON.parse(root.dataset.titles || "{}")[name];
  if (!found) return written || name.replace(/-/g, " ").replace(/^./, (letter) => letter.toUpperCase());
  const title = /** @type {Element} */ (found[1].cloneNode(true));
  title.querySelector(".quiz-mark")?.remove();
  return title.textContent?.trim() || name;
}

/**
 * Write '3 of 5 right' beside the chapters of the menu, 'passed' beside the final test.
 * @param {Store} store
 */
export function markMenu({ state }) {
  for (const [name, link] of menuLinks()) {
    const words = markOf(state, name);
    const mark = link.querySelector(".quiz-mark");
    if (!words) mark?.remove();
    else (mark || link.appendChild(element("span", "", "quiz-mark"))).textContent = ` ${words}`;
  }
}

/**
 * @param {import("./store.js").State} state
 * @param {string} name
 */
function markOf(state, name) {
  const known = state.answers[name];
  if (known) return `${inMarks(known)}${known.right.length === known.of ? " ✓" : ""}`;
  const { test = "final-test", review = "review" } = document.documentElement.dataset;
  if (name === review.split("/").pop()) {
    const due = dueIds(state, dayNumber(today())).length;
    return due ? `${due} due` : "";
  }
  return name === test.split("/").pop() && passedAttempt(state) ? "passed ✓" : "";
}

/**
 * '3 of 5 at first try'. Where first tries were not yet kept, how many are right.
 * @param {import("./store.js").Marks} marks
 */
export function inMarks({ of, right, first }) {
  if (first.includes("?")) return `${right.length} of ${of} right`;
  return `${[...first].filter((mark) => mark === "1").length} of ${of} at first try`;
}
