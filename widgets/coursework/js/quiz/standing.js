/* The two short tests, before the first chapter and after the last: which form comes first is left to chance. A class
 * may take them on its chapters alone. */
import { saveText } from "../../../explorers/js/files.js";
import { copied, courseName, element } from "../../../explorers/js/page.js";
import { chosenPairs, packedChapters, unpackedChapters, wantedChapters } from "./choice.js";
import { codeOfForms } from "./codes.js";
import { newSeed } from "./deal.js";
import { part } from "./form.js";
import { calibration, makeSheet, sureCounts } from "./sheet.js";
import { noForms } from "./store.js";
import { inWords, listed, today } from "./words.js";

/** @typedef {ReturnType<typeof import("./store.js").makeStore>} Store */
/** @typedef {import("./store.js").Forms} Forms */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {"before" | "after"} when
 */
export function setUpStanding(root, store, when) {
  const sheet = makeSheet(root);
  const panel = part(root, ".quiz-panel");
  const result = part(root, ".quiz-result");
  const start = part(panel, "[data-start]");
  const ofA = sheet.forms.filter((form) => form.dataset.form === "a");
  const pairs = ofA.map(({ dataset }) => ({ chapter: dataset.chapter || "", whole: "whole" in dataset }));
  /** @type {Record<string, string>} */
  const titles = JSON.parse(root.dataset.titles || "{}");
  /** @type {Record<string, string[]>} */
  const plans = JSON.parse(root.dataset.plans || "{}");
  const told = part(panel, "[data-standing]");
  const choice = /** @type {HTMLFormElement} */ (part(panel, "[data-choice] form"));
  let inHand = false;

  part(panel, ".quiz-buttons").hidden = false;
  start.addEventListener("click", () => {
    store.update(({ forms }) => {
      if (!forms.first) forms.only = packedChapters(wanted().chapters, chaptersIn(root));
      forms.first ||= Math.random() < 0.5 ? "a" : "b";
      forms.seed ||= newSeed();
    });
    inHand = true;
    show();
    part(sheet.current[0], "legend").focus();
  });
  sheet.handIn.addEventListener("click", handIn);
  root.addEventListener("input", () => {
    if (inHand) store.update((state) => void Object.assign(state.forms, sheet.held()));
  });
  choice.addEventListener("submit", (event) => {
    event.preventDefault();
    const ticked = Array.from(choice.querySelectorAll("input")).filter(({ checked }) => checked);
    location.hash = `chapters=${ticked.map(({ value }) => value).join()}`;
  });
  window.addEventListener("hashchange", () => inHand || show());
  inHand = store.state.forms.given.length > 0 && current(store.state.forms) === when;
  show();

  /** The chapters that the address asks for; none is the whole course. */
  function wanted() {
    return wantedChapters(location.hash, Object.keys(titles), plans) || { chapters: [], unknown: [] };
  }

  /** The chapters that the tests are about: as they were begun, else as the address asks. @param {Forms} forms */
  function chaptersOf({ first, only }) {
    return first ? unpackedChapters(only, chaptersIn(root)) : wanted().chapters;
  }

  function show() {
    const { forms } = store.state;
    const name = formOf(forms, when);
    const own = sheet.forms.filter((form) => form.dataset.form === name);
    const asked = inHand ? chosenPairs(pairs, chaptersOf(forms)).map((i) => own[i]) : [];
    const held = forms.given.length === asked.length ? forms : { ...forms, given: [], sure: "" };
    sheet.show(asked, held);
    panel.hidden = inHand;
    result.hidden = true;
    told.replaceChildren(...stand(forms).map((words) => element("p", words)), ...code(forms), ...anew(forms));
    part(panel, "[data-choice]").hidden = !!forms.first;
    for (const box of choice.querySelectorAll("input")) box.checked = wanted().chapters.includes(box.value);
    start.hidden = !!forms[when] || (when === "before" && !!forms.after) || wanted().unknown.length > 0;
  }

  /** @param {Forms} forms */
  function stand(forms) {
    const had = forms[when];
    const count = chosenPairs(pairs, chaptersOf(forms)).length;
    const about = chaptersOf(forms).map((name) => titles[name] || name);
    const which = about.length ? [`These questions are about: ${listed(about).join("")}.`] : [];
    const { unknown } = wanted();
    if (unknown.length) {
      const allowed = [...Object.keys(plans), ...Object.keys(titles)].join(", ");
      return [`This link asks for chapters that the test does not have: ${unknown.join(", ")}. There are: ${allowed}.`];
    }
    if (had) return [`You had ${had.right} of ${had.of} right on ${inWords(had.on)}.`, gain(forms)].filter(Boolean);
    if (when === "before") {
      return forms.after
        ? ["You have taken the test for the end already. This one is for before the course."]
        : [
            `${count} questions, about ${count} minutes. They count for nothing: they show what you knew before you began.`,
            ...which,
          ];
    }
    const missing = "You did not take the short test at the beginning, so there will be no gain to show. ";
    return [
      `${forms.before ? "" : missing}${count} other questions on the same objectives, about ${count} minutes.`,
      ...which,
    ];
  }

  /** The code for the class, once both tests are taken. @param {Forms} forms */
  function code(forms) {
    const text = codeOfForms(forms, chaptersOf(forms), courseName());
    if (!text) return [];
    const line = element("p", "Your code for the class: ", "quiz-code");
    const copy = element("button", "Copy the code");
    copy.type = "button";
    copy.addEventListener("click", async () => {
      copy.textContent = (await copied(text)) ? "The code is copied" : "Mark the code and copy it";
    });
    line.append(element("strong", text), " ", copy);
    return [line, element("p", "It holds how many answers were right before and after, and no name. Nothing is sent.")];
  }

  /** A way to begin anew, where the address asks for other chapters than these. @param {Forms} forms */
  function anew(forms) {
    const { chapters, unknown } = wanted();
    if (!forms.first || !chapters.length || unknown.length || chapters.join() === chaptersOf(forms).join()) return [];
    const begun = forms.only ? "for other chapters" : "for the whole course";
    const button = element("button", "Forget them, and begin anew for these chapters");
    button.type = "button";
    button.addEventListener("click", () => {
      store.update((state) => void (state.forms = noForms()));
      show();
    });
    return [
      element("p", `This link is for a class, and you have begun the short tests ${begun}. They go on as begun.`),
      button,
    ];
  }

  function handIn() {
    if (sheet.asksForMore()) return;
    const marks = sheet.mark(false);
    const right = marks.filter((one) => one.right).length;
    inHand = false;
    store.update((state) => {
      state.forms[when] = { on: today(), right, of: marks.length };
      Object.assign(state.forms, { given: [], sure: "" });
      state.sure = sureCounts(marks).map((more, i) => state.sure[i] + more);
    });
    const { forms } = store.state;
    const known = calibration(sureCounts(marks));
    const next = element("p", "", "quiz-buttons");
    if (forms.before && forms.after) next.append(saveButton(root, store));
    told.replaceChildren(); // the code stands once
    result.replaceChildren(
      element("h2", `${right} of ${marks.length} right`),
      ...[gain(forms), known].filter(Boolean).map((words) => element("p", words)),
      ...code(forms),
      element("p", "The reasons are not told here: questions like these come again in the final test."),
      next,
    );
    result.hidden = false;
    result.focus();
  }
}

/**
 * Which of the two is next.
 * @param {Forms} forms
 */
function current(forms) {
  return forms.before || forms.after ? "after" : "before";
}

/**
 * The form that is asked: the first before, the other one after.
 * @param {Forms} forms
 * @param {"before" | "after"} when
 */
export function formOf({ first }, when) {
  return when === "before" ? first : first === "a" ? "b" : first === "b" ? "a" : "";
}

/**
 * The gain in words, or '' where one of the two is missing.
 * @param {Forms} forms
 */
export function gain({ before, after }) {
  if (!before || !after) return "";
  return `Before the course ${before.right} of ${before.of} right, after it ${after.right} of ${after.of}.`;
}

/**
 * All chapters of the course, in its order.
 * @param {HTMLElement} root
 */
function chaptersIn({ dataset }) {
  return (dataset.chapters || "").split(",");
}

/**
 * A button that saves the gain as a file for the provider: no name in it.
 * @param {HTMLElement} root
 * @param {Store} store
 */
export function saveButton(root, store) {
  const button = element("button", "Save the gain for the provider");
  button.type = "button";
  button.addEventListener("click", () => saveGain(root, store.state.forms));
  return button;
}

/**
 * @param {HTMLElement} root
 * @param {Forms} forms
 */
export function saveGain(root, { first, only, before, after }) {
  const { dataset } = root;
  const chapters = only ? unpackedChapters(only, chaptersIn(root)) : undefined; // the whole course where none is named
  const said = { course: courseName(), title: dataset.title, version: dataset.version, first, chapters, before, after };
  saveText(JSON.stringify(said, null, 1), "application/json", `${courseName()}-gain-${today()}.json`);
}
