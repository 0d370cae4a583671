/* The two short tests, before the first chapter and after the last: which form comes first is left to chance. */
import { courseName, element, saveText } from "../../../explorers/js/page.js";
import { newSeed } from "./deal.js";
import { part } from "./form.js";
import { calibration, makeSheet, sureCounts } from "./sheet.js";
import { inWords, today } from "./words.js";

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
  const count = sheet.forms.filter((form) => form.dataset.form === "a").length;
  let inHand = false;

  part(panel, ".quiz-buttons").hidden = false;
  start.addEventListener("click", () => {
    store.update(({ forms }) => {
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
  inHand = store.state.forms.given.length > 0 && current(store.state.forms) === when;
  show();

  function show() {
    const { forms } = store.state;
    const name = formOf(forms, when);
    const asked = inHand ? sheet.forms.filter((form) => form.dataset.form === name) : [];
    const held = forms.given.length === asked.length ? forms : { ...forms, given: [], sure: "" };
    sheet.show(asked, held);
    panel.hidden = inHand;
    result.hidden = true;
    part(panel, "[data-standing]").replaceChildren(...stand(forms).map((words) => element("p", words)));
    start.hidden = !!forms[when] || (when === "before" && !!forms.after);
  }

  /** @param {Forms} forms */
  function stand(forms) {
    const had = forms[when];
    if (had) return [`You had ${had.right} of ${had.of} right on ${inWords(had.on)}.`, gain(forms)].filter(Boolean);
    if (when === "before") {
      return forms.after
        ? ["You have taken the test for the end already. This one is for before the course."]
        : [
            `${count} questions, about ${count} minutes. They count for nothing: they show what you knew before you began.`,
          ];
    }
    const missing = "You did not take the short test at the beginning, so there will be no gain to show. ";
    return [`${forms.before ? "" : missing}${count} other questions on the same objectives, about ${count} minutes.`];
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
    result.replaceChildren(
      element("h2", `${right} of ${marks.length} right`),
      ...[gain(forms), known].filter(Boolean).map((words) => element("p", words)),
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
export function saveGain({ dataset }, { first, before, after }) {
  const said = { course: courseName(), title: dataset.title, version: dataset.version, first, before, after };
  saveText(JSON.stringify(said, null, 1), "application/json", `${courseName()}-gain-${today()}.json`);
}
