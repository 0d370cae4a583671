/* The review: a few mixed questions of the chapters that are due, and a file that reminds of the next ones. */
import { saveText } from "../../../explorers/js/files.js";
import { courseName, element } from "../../../explorers/js/page.js";
import { DAYS, dayNumber, dayText, dueNow, isBeyond, moved, readBoxes, writeBoxes } from "./boxes.js";
import { newSeed } from "./deal.js";
import { mixed } from "./draw.js";
import { part } from "./form.js";
import { calendar } from "./remind.js";
import { calibration, makeSheet, notRight, sureCounts } from "./sheet.js";
import { inWords, today } from "./words.js";

/** @typedef {ReturnType<typeof import("./store.js").makeStore>} Store */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 */
export function setUpReview(root, store) {
  const sheet = makeSheet(root);
  const byId = new Map(sheet.forms.map((form) => [form.dataset.id || "", form]));
  const panel = part(root, ".quiz-panel");
  const result = part(root, ".quiz-result");
  const start = part(panel, "[data-start]");
  const none = { seed: 0, given: [], sure: "" };

  part(panel, ".quiz-buttons").hidden = false;
  start.addEventListener("click", begin);
  part(panel, "[data-remind]").addEventListener("click", remind);
  sheet.handIn.addEventListener("click", tell);
  dropUnasked();
  store.whenChanged(() => {
    if (!sheet.current.length) show();
  });
  show();

  /** The ids of what is due here; what the course no longer asks is left out. */
  function due() {
    return dueIds(store.state, dayNumber(today())).filter((id) => byId.has(id));
  }

  /** What an older progress holds and no review asks, such as a question on a figure, is noted as never due. */
  function dropUnasked() {
    const { boxes } = readBoxes(store.state.boxes);
    const unasked = oldIds(store.state).filter((id) => !byId.has(id) && !boxes.has(id));
    if (!unasked.length) return;
    for (const id of unasked) boxes.set(id, { box: 0, due: -1, surelyWrong: false });
    store.update((state) => void (state.boxes = writeBoxes(boxes)));
  }

  function show() {
    sheet.show([], none);
    const count = due().length;
    const said = [stand(count), ...troubles(store.state.boxes)];
    part(panel, "[data-due]").replaceChildren(...said.map((words) => element("p", words)));
    start.hidden = !count;
    panel.hidden = false;
    result.hidden = true;
  }

  /** @param {number} count */
  function stand(count) {
    if (count) return `${count === 1 ? "One question is" : `${count} questions are`} due.${most(count)}`;
    const waiting = [...readBoxes(store.state.boxes).boxes].filter(([id, one]) => byId.has(id) && one.due >= 0);
    if (!waiting.length) return "Nothing is due yet. Questions come here two days after you answer them in a chapter.";
    const next = Math.min(...waiting.map(([, one]) => one.due));
    return `Nothing is due today. The next question is due on ${inWords(dayText(next))}.`;
  }

  /** @param {number} count */
  function most(count) {
    const asked = Number(root.dataset.count);
    return count > asked ? ` You get ${asked} at a time.` : "";
  }

  function begin() {
    const ids = due().slice(0, Number(root.dataset.count));
    const forms = mixed(ids, Math.random).map((id) => /** @type {HTMLFormElement} */ (byId.get(id)));
    sheet.show(forms, { ...none, seed: newSeed() });
    panel.hidden = true;
    result.hidden = true;
    part(forms[0], "legend").focus();
  }

  function tell() {
    if (sheet.asksForMore()) return;
    const marks = sheet.mark();
    const day = dayNumber(today());
    store.update((state) => {
      const { boxes } = readBoxes(state.boxes);
      for (const { form, right, sure } of marks) {
        const id = form.dataset.id || "";
        const before = boxes.get(id) || { box: 0, due: day, surelyWrong: false };
        boxes.set(id, moved(before, { right, sure: sure === "s" }, day));
      }
      state.boxes = writeBoxes(boxes);
      state.sure = sureCounts(marks).map((more, i) => state.sure[i] + more);
    });
    const left = due().length;
    const more = element("button", left ? "The next ones" : "Done");
    more.type = "button";
    more.addEventListener("click", () => (left ? begin() : show()));
    const next = element("p", "", "quiz-buttons");
    next.append(more);
    const known = calibration(sureCounts(marks));
    result.replaceChildren(
      element("h2", `${marks.filter(({ right }) => right).length} of ${marks.length} right`),
      ...notRight(sheet, marks),
      ...(known ? [element("p", known)] : []),
      element("p", "What was right rests longer now; what was not comes back in two days."),
      next,
    );
    result.hidden = false;
    result.focus();
  }

  function remind() {
    const from = dayNumber(today());
    const days = DAYS.map((after) => dayText(from + after));
    const text = calendar(root.dataset.title || "", days, courseName(), location.href.split("#")[0], today());
    saveText(text, "text/calendar", `${courseName()}-review.ics`);
  }
}

/**
 * The ids of all that is due, the most urgent first. What was answered before there were boxes is due at once.
 * @param {import("./store.js").State} state
 * @param {number} day
 */
export function dueIds(state, day) {
  const { boxes } = readBoxes(state.boxes);
  return [...dueNow(boxes, day), ...oldIds(state).filter((id) => !boxes.has(id))];
}

/**
 * The ids of what was right before first tries and boxes were kept.
 * @param {import("./store.js").State} state
 */
function oldIds({ answers }) {
  return Object.values(answers).flatMap(({ right, first }) => right.filter((_, i) => first[i] === "?"));
}

/**
 * What is odd about the boxes, a sentence each.
 * @param {string} text
 */
export function troubles(text) {
  const { boxes, damaged } = readBoxes(text);
  const day = dayNumber(today());
  const said = [];
  if (damaged.length) {
    const some = damaged.length === 1 ? "One date of the review was" : `${damaged.length} dates of the review were`;
    said.push(`${some} damaged; these questions are due now, and nothing else is lost.`);
  }
  if ([...boxes.values()].some((one) => isBeyond(one, day))) {
    said.push(
      `The clock of this device says ${inWords(today())}, and some of your answers are from later. ` +
        "Set the clock if it is wrong; these questions are due now, and nothing is lost.",
    );
  }
  return said;
}
