import assert from "node:assert/strict";
import { test } from "node:test";
import { carried } from "../../widgets/coursework/js/quiz/certificate.js";
import { makeHand } from "../../widgets/coursework/js/quiz/hand.js";
import { makeStore } from "../../widgets/coursework/js/quiz/store.js";

const memory = { text: null };
const place = {
  works: () => true,
  read: () => memory.text,
  write: (text) => ((memory.text = text), true),
  erase: () => void (memory.text = null),
};

function tab(text = null) {
  const own = { text };
  return { read: () => own.text, write: (now) => void (own.text = now) };
}

function open(own = tab()) {
  const store = makeStore(place);
  return { store, own, hand: makeHand(store, own) };
}

const A = { drawn: ["a"], given: ["x"], sure: "", seed: 0 };
const B = { drawn: ["b"], given: ["y"], sure: "", seed: 0 };

test("each tab keeps its own test, also when it is loaded again", () => {
  memory.text = null;
  const [one, two] = [open(), open()];
  one.hand.take(A);
  two.hand.take(B);
  one.hand.take({ ...A, given: ["z"] });
  assert.deepEqual(two.hand.test, B);
  assert.deepEqual(open(two.own).hand.test, B);
  assert.deepEqual(open(one.own).hand.test.given, ["z"]);
});

test("a new tab takes up the test that was last touched", () => {
  memory.text = null;
  open().hand.take(A);
  assert.deepEqual(open().hand.test, A);
});

test("handing in one test leaves that of another tab", () => {
  memory.text = null;
  const [one, two] = [open(), open()];
  one.hand.take(A);
  two.hand.take(B);
  one.hand.drop((state) => void (state.seen = A.drawn));
  assert.deepEqual(open().hand.test, B);
  two.hand.drop((state) => void (state.seen = B.drawn));
  assert.equal(open().hand.test, null);
});

test("a test that was handed in in another tab is not open again", () => {
  memory.text = null;
  const one = open();
  one.hand.take(A);
  const copy = tab(one.own.read());
  one.hand.drop((state) => void (state.seen = A.drawn));
  assert.equal(open(copy).hand.test, null);
});

test("after erasing there is none, and the page is told", () => {
  memory.text = null;
  const one = open();
  let shown = 0;
  one.hand.whenReplaced(() => shown++);
  one.hand.take(A);
  one.store.erase();
  one.hand.replace();
  assert.equal(one.hand.test, null);
  assert.equal(one.own.read(), null);
  assert.equal(shown, 1);
});

test("an address can carry a passed test, and nothing else", () => {
  assert.deepEqual(carried("#passed=2026-11-28.18.20", 80), { on: "2026-11-28", right: 18, of: 20, passed: true });
  for (const hash of ["", "#passed=", "#passed=2026-11-28.15.20", "#passed=2026-11-28.21.20", "#passed=2026-11-28.0.0",
    "#passed=28.18.20", "#passed=2026-11-28.18.20x", "#main-content"]) assert.equal(carried(hash, 80), null, hash); // prettier-ignore
});
