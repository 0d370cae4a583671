/* The final test: drawn, taken up again, handed in, scored. */
import { element } from "../../../explorers/js/page.js";
import { dayNumber, moved, readBoxes, writeBoxes } from "./boxes.js";
import { newSeed } from "./deal.js";
import { draw } from "./draw.js";
import { marked, part } from "./form.js";
import { number } from "./judge.js";
import { calibration, makeSheet, notRight, sureCounts } from "./sheet.js";
import { kept } from "./store.js";
import { today } from "./words.js";

/** @typedef {ReturnType<typeof import("./store.js").makeStore>} Store */
/** @typedef {import("./store.js").Attempt} Attempt */
/** @typedef {import("./sheet.js").Marked} Marked */
/** @typedef {ReturnType<typeof import("./hand.js").makeHand>} Hand */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Hand} hand the test that this tab has in hand
 * @param {any} lms the launcher of tools/scorm, or null
 */
export function setUpTest(root, store, hand, lms) {
  const sheet = makeSheet(root);
  const byId = new Map(sheet.forms.map((form) => [form.dataset.id || "", form]));
  const count = Number(root.dataset.draw);
  const panel = part(root, ".quiz-panel");
  const result = part(root, ".quiz-result");

  const start = () => {
    const drawable = sheet.forms.map((form) => ({
      id: form.dataset.id || "",
      chapter: form.dataset.chapter || "",
      objective: form.dataset.objective || "",
    }));
    const { seen, missed } = store.state;
    const wrong = seen.filter((_, i) => missed[i] === "1");
    hand.take({ drawn: draw(drawable, count, seen, Math.random, wrong), given: [], sure: "", seed: newSeed() });
    show();
    part(sheet.current[0], "legend").focus();
  };

  part(panel, ".quiz-buttons").hidden = false;
  part(panel, "[data-start]").addEventListener("click", start);
  sheet.handIn.addEventListener("click", score);
  root.addEventListener("input", () => {
    if (hand.test) hand.take({ ...hand.test, ...sheet.held() });
  });
  hand.whenReplaced(show);
  show();

  /** Whether a test is of this version of the course: as many questions as it has now, each once. */
  function isWhole(/** @type {string[]} */ drawn) {
    return drawn.length === count && new Set(drawn).size === count && drawn.every((id) => byId.has(id));
  }

  function show() {
    const test = hand.test && isWhole(hand.test.drawn) ? hand.test : null;
    const drawn = (test ? test.drawn : []).map((id) => /** @type {HTMLFormElement} */ (byId.get(id)));
    sheet.show(drawn, test || { seed: 0, given: [], sure: "" });
    panel.hidden = !!test;
    result.hidden = true;
  }

  function score() {
    if (sheet.asksForMore()) return;
    const marks = sheet.mark();
    const right = marks.filter((one) => one.right).length;
    const attempt = { on: today(), right, of: marks.length, passed: right >= Number(root.dataset.needed) };
    record(attempt, marks);
    announce(attempt, marks);
  }

  /**
   * @param {Attempt} attempt
   * @param {Marked[]} marks
   */
  function record(attempt, marks) {
    hand.drop((state) => {
      state.tries += 1;
      state.seen = marks.map(({ form }) => form.dataset.id || "");
      state.missed = marks.map(({ right }) => (right ? "0" : "1")).join("");
      state.attempts = kept([...state.attempts, attempt]);
      state.sure = sureCounts(marks).map((more, i) => state.sure[i] + more);
      state.boxes = withMissed(state.boxes, marks);
      if (lms) lms.record(state.tries, attempt, marks.map(recorded)); // sent when the state is saved
    });
  }

  /**
   * @param {Attempt} attempt
   * @param {Marked[]} marks
   */
  function announce(attempt, marks) {
    const { right, of, passed } = attempt;
    const { certificate = "certificate.html" } = root.dataset; // a course may have none
    const again = element("button", "Take the test again, with other questions");
    again.type = "button";
    again.addEventListener("click", start);
    const next = element("p", "", "quiz-buttons");
    next.append(...(passed && certificate ? [certificateLink(certificate, attempt, store.isKept), " "] : []), again);
    const known = calibration(sureCounts(marks));
    result.replaceChildren(
      marked("h2", passed, passed ? "Passed" : "Not passed this time"),
      element(
        "p",
        `${right} of ${of} right; ${root.dataset.needed} are needed. The reasons stand below each question.`,
      ),
      ...notRight(sheet, marks),
      ...(known ? [element("p", known)] : []),
      next,
    );
    result.hidden = false;
    result.focus();
  }
}

/**
 * The boxes of the review after a test: what was missed comes back as the chapters' questions on the same objective.
 * @param {string} text
 * @param {Marked[]} marks
 */
function withMissed(text, marks) {
  const { boxes } = readBoxes(text);
  const day = dayNumber(today());
  for (const { form, sure } of marks.filter(({ right }) => !right)) {
    for (const id of (form.dataset.review || "").split(" ").filter(Boolean)) {
      boxes.set(id, moved(undefined, { right: false, sure: sure === "s" }, day));
    }
  }
  return writeBoxes(boxes);
}

/**
 * The way to the certificate; where nothing is kept, the address itself carries the result.
 * @param {string} address
 * @param {Attempt} attempt
 * @param {boolean} isKept
 */
function certificateLink(address, { on, right, of }, isKept) {
  const link = element("a", "To the certificate");
  link.href = `${address}${isKept ? "" : `#passed=${on}.${right}.${of}`}`;
  return link;
}

/**
 * A question as an LMS records it.
 * @param {Marked} marked
 */
function recorded({ form, answer, right }) {
  const { id, kind, objective, right: key, tolerance } = form.dataset;
  const said = kind === "number" ? String(number(answer)) : answer;
  return { id, kind, objective, given: said, key, tolerance: Number(tolerance || 0), right };
}
