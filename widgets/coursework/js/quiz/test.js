/* The final test: drawn, taken up again, handed in, scored. */
import { element } from "../../../explorers/js/page.js";
import { draw } from "./draw.js";
import { ask, give, given, isRightIn, lacks, marked, part, say, unsay } from "./form.js";
import { number } from "./judge.js";
import { kept } from "./store.js";
import { listed, today } from "./words.js";

/** @typedef {ReturnType<typeof import("./store.js").makeStore>} Store */
/** @typedef {import("./store.js").Attempt} Attempt */
/** @typedef {ReturnType<typeof import("./hand.js").makeHand>} Hand */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Hand} hand the test that this tab has in hand
 * @param {any} lms the launcher of tools/scorm, or null
 */
export function setUpTest(root, store, hand, lms) {
  const forms = /** @type {HTMLFormElement[]} */ (Array.from(root.querySelectorAll(".quiz-question")));
  const byId = new Map(forms.map((form) => [form.dataset.id || "", form]));
  const count = Number(root.dataset.draw);
  const panel = part(root, ".quiz-panel");
  const said = part(root, ":scope > .quiz-say");
  const handIn = part(root, "[data-hand-in]");
  const result = part(root, ".quiz-result");
  /** @type {HTMLFormElement[]} */
  let current = [];

  const start = () => {
    const drawable = forms.map((form) => ({
      id: form.dataset.id || "",
      chapter: form.dataset.chapter || "",
      objective: form.dataset.objective || "",
    }));
    hand.take({ drawn: draw(drawable, count, store.state.seen), given: [] });
    show();
    part(current[0], "legend").focus();
  };

  part(panel, ".quiz-buttons").hidden = false;
  part(panel, "[data-start]").addEventListener("click", start);
  handIn.addEventListener("click", score);
  root.addEventListener("submit", (event) => event.preventDefault());
  root.addEventListener("input", () => {
    if (hand.test) hand.take({ drawn: hand.test.drawn, given: current.map(given) });
  });
  hand.whenReplaced(show);
  show();

  /** Whether a test is of this version of the course: as many questions as it has now, each once. */
  function isWhole(/** @type {string[]} */ drawn) {
    return drawn.length === count && new Set(drawn).size === count && drawn.every((id) => byId.has(id));
  }

  function show() {
    const test = hand.test && isWhole(hand.test.drawn) ? hand.test : null;
    for (const form of forms) form.hidden = true;
    current = (test ? test.drawn : []).map((id) => /** @type {HTMLFormElement} */ (byId.get(id)));
    current.forEach((form, i) => {
      form.reset();
      give(form, test?.given[i] || "");
      form.hidden = false;
      lock(form, false);
      part(form, ".quiz-answer").hidden = true;
      unsay(form);
      part(form, ".quiz-above").textContent = `Question ${i + 1} of ${current.length}`;
      part(form, "legend").tabIndex = -1;
      root.insertBefore(form, handIn.parentNode);
    });
    panel.hidden = !!test;
    result.hidden = true;
    /** @type {HTMLElement} */ (handIn.parentNode).hidden = !test;
    said.textContent = "";
  }

  function score() {
    const answers = current.map(given);
    const open = current.filter((form, i) => lacks(form, answers[i]));
    if (open.length) return askFor(open);
    const verdicts = current.map((form, i) => isRightIn(form, answers[i]));
    const right = verdicts.filter(Boolean).length;
    const attempt = { on: today(), right, of: current.length, passed: right >= Number(root.dataset.needed) };
    current.forEach((form, i) => {
      say(form, answers[i], verdicts[i]);
      lock(form, true);
    });
    record(attempt, answers, verdicts);
    announce(
      attempt,
      current.filter((_, i) => !verdicts[i]),
    );
  }

  /** @param {HTMLFormElement[]} open */
  function askFor(open) {
    said.textContent = `${open.length === 1 ? "One question has" : `${open.length} questions have`} no answer yet. Still open: `;
    said.append(...linksTo(open), ".");
    ask(open[0], lacks(open[0], given(open[0])));
    part(open[0], "input, select").focus();
  }

  /**
   * @param {Attempt} attempt
   * @param {string[]} answers
   * @param {boolean[]} verdicts
   */
  function record(attempt, answers, verdicts) {
    hand.drop((state) => {
      state.tries += 1;
      state.seen = current.map((form) => form.dataset.id || "");
      state.attempts = kept([...state.attempts, attempt]);
      const items = current.map((form, i) => recorded(form, answers[i], verdicts[i]));
      if (lms) lms.record(state.tries, attempt, items); // sent when the state is saved
    });
  }

  /**
   * @param {Attempt} attempt
   * @param {HTMLFormElement[]} wrong
   */
  function announce(attempt, wrong) {
    /** @type {HTMLElement} */ (handIn.parentNode).hidden = true;
    said.textContent = "";
    const { right, of, passed } = attempt;
    const { certificate = "certificate.html" } = root.dataset; // a course may have none
    const again = element("button", "Take the test again, with other questions");
    again.type = "button";
    again.addEventListener("click", start);
    const next = element("p", "", "quiz-buttons");
    next.append(...(passed && certificate ? [certificateLink(certificate, attempt, store.isKept), " "] : []), again);
    result.replaceChildren(
      marked("h2", passed, passed ? "Passed" : "Not passed this time"),
      element(
        "p",
        `${right} of ${of} right; ${root.dataset.needed} are needed. The reasons stand below each question.`,
      ),
      ...(wrong.length ? [wrongOnes(wrong)] : []),
      next,
    );
    result.hidden = false;
    result.focus();
  }

  /** @param {HTMLFormElement[]} wrong */
  function wrongOnes(wrong) {
    const line = element("p", wrong.length === 1 ? "Not right: question " : "Not right: questions ");
    line.append(...linksTo(wrong), ".");
    return line;
  }

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
 * @param {HTMLFormElement} form
 * @param {boolean} locked
 */
function lock(form, locked) {
  /** @type {HTMLFieldSetElement} */ (form.querySelector("fieldset")).disabled = locked;
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
 * @param {HTMLFormElement} form
 * @param {string} answer
 * @param {boolean} right
 */
function recorded(form, answer, right) {
  const { id, kind, objective, right: key, tolerance } = form.dataset;
  const said = kind === "number" ? String(number(answer)) : answer;
  return { id, kind, objective, given: said, key, tolerance: Number(tolerance || 0), right };
}
