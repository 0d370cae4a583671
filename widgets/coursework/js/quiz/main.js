/* Checks the questions of a page, draws the final test, fills in the certificate: no request, works from file://.
 *
 * widgets/coursework/quiz.py writes the HTML; reasons are taken from its <details>. What is remembered stays on the
 * device, or goes to the learning management system whose frame holds the page (tools/scorm/launch.js).
 */
import {
  courseName,
  element,
  findLms,
  forgetRaw,
  isWhole,
  recall,
  recallRaw,
  remember,
} from "../../../explorers/js/page.js";
import { setUpCertificate } from "./certificate.js";
import { setUpCheck } from "./check.js";
import { makeHand } from "./hand.js";
import { markMenu, menuLinks, NOT_KEPT, setUpProgress } from "./memory.js";
import { setUpResults } from "./results.js";
import { setUpReview } from "./review.js";
import { setUpStanding } from "./standing.js";
import { makeStore, parsed } from "./store.js";
import { setUpTest } from "./test.js";
import { setUpVerify } from "./verify.js";

const PROGRESS = "progress";
const OLD_KEY = "course-progress"; // before each course had a name of its own

function begin() {
  const lms = findLms();
  const store = makeStore(lms ? placeInLms(lms) : PLACE);
  const hand = makeHand(store, lms ? { read: () => null, write: () => {} } : TAB);
  /** @type {Record<string, (root: HTMLElement) => void>} */
  const setUp = {
    check: (root) => setUpCheck(root, store),
    test: (root) => {
      warn(root);
      setUpTest(root, store, hand, lms);
    },
    progress: (root) => setUpProgress(root, store, hand, !!lms),
    certificate: (root) => setUpCertificate(root, store),
    class: setUpResults,
    verify: setUpVerify,
    review: (root) => {
      warn(root);
      setUpReview(root, store);
    },
    before: (root) => {
      warn(root);
      setUpStanding(root, store, "before");
    },
    after: (root) => {
      warn(root);
      setUpStanding(root, store, "after");
    },
  };
  const ready = (globalThis.courseQuizReady ??= new WeakSet()); // a notebook runs the script once for each cell
  for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-quiz]"))) {
    if (ready.has(root)) continue;
    ready.add(root);
    for (const still of root.querySelectorAll(".quiz-still")) /** @type {HTMLElement} */ (still).hidden = true;
    setUp[root.dataset.quiz || ""]?.(root);
  }
  store.whenChanged(() => markMenu(store));
  markMenu(store);
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key !== null && key !== `${courseName()}:${PROGRESS}`) return;
    store.refresh();
    if (newValue === null && !lms) hand.replace(); // erased in another tab
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) store.refresh(); // the Back button brought the page back as it was
  });

  /**
   * Say above a test that nothing is kept, where that is so.
   * @param {HTMLElement} root
   */
  function warn(root) {
    const note = element("p", NOT_KEPT, "quiz-note");
    const show = () => void (note.hidden = store.isKept);
    root.prepend(note);
    store.whenChanged(show);
    show();
  }
}

/** @type {import("./store.js").Place} */
const PLACE = {
  works() {
    const works = remember("probe", "1");
    forgetRaw(`${courseName()}:probe`);
    return works;
  },
  read: () => recall(PROGRESS) ?? old(),
  write(text) {
    const isKept = remember(PROGRESS, text);
    if (isKept && old()) forgetRaw(OLD_KEY);
    return isKept;
  },
  erase() {
    if (old()) forgetRaw(OLD_KEY);
    forgetRaw(`${courseName()}:${PROGRESS}`);
  },
};

/** What was kept under the key without a name, if its chapters are of this course and not of another here. */
function old() {
  const text = recallRaw(OLD_KEY);
  const names = Object.keys(parsed(text)?.answers || {});
  const pages = menuLinks().map(([page]) => page);
  return !names.length || !pages.length || names.some((name) => pages.includes(name)) ? text : null;
}

const TAB = {
  read() {
    try {
      return sessionStorage.getItem(`${courseName()}:test`);
    } catch {
      return null;
    }
  },
  /** @param {string | null} text */
  write(text) {
    try {
      if (text === null) sessionStorage.removeItem(`${courseName()}:test`);
      else sessionStorage.setItem(`${courseName()}:test`, text);
    } catch {
      /* it stays in hand as long as the page is open */
    }
  },
};

/** @returns {import("./store.js").Place} */
function placeInLms(/** @type {any} */ lms) {
  return {
    works: () => true,
    read: () => lms.read(),
    write(text) {
      lms.save(text);
      return true;
    },
    erase() {},
  };
}

if (isWhole()) begin();
