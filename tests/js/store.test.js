import assert from "node:assert/strict";
import { test } from "node:test";
import { clean, empty, kept, makeStore, merge, parsed, passedAttempt } from "../../widgets/coursework/js/quiz/store.js";

const on = "2026-11-28";
const failed = (right) => ({ on, right, of: 20, passed: false });
const passed = (right) => ({ on, right, of: 20, passed: true });
const state = (parts) => ({ ...empty(), ...parts });

/** Two pages with one memory: what a browser does with two tabs. */
function twoPages(text = null) {
  const memory = { text, full: false };
  const place = {
    works: () => !memory.full,
    read: () => memory.text,
    write(now) {
      if (!memory.full) memory.text = now;
      return !memory.full;
    },
    erase: () => void (memory.text = null),
  };
  return [makeStore(place), makeStore(place), memory];
}

test("a page that was opened first does not erase what a later one earned", () => {
  const [first, second, memory] = twoPages();
  second.update((now) => void (now.answers.bdnf = { of: 6, right: ["a"], first: "1" }));
  second.update((now) => now.attempts.push(passed(20)));
  first.update((now) => void (now.answers.pain = { of: 5, right: ["b"], first: "1" }));
  const kept_ = parsed(memory.text);
  assert.deepEqual(Object.keys(kept_.answers).sort(), ["bdnf", "pain"]);
  assert.equal(passedAttempt(kept_).right, 20);
  assert.deepEqual(first.state, kept_);
  assert.equal(kept_.n, 3);
});

test("a page reads anew what another wrote, and tells whoever listens", () => {
  const [first, second] = twoPages();
  let told = 0;
  first.whenChanged(() => told++);
  second.update((now) => now.attempts.push(passed(16)));
  assert.equal(passedAttempt(first.state), undefined);
  first.refresh();
  assert.equal(passedAttempt(first.state).right, 16);
  assert.equal(told, 1);
});

test("what was erased on one page does not come back from another", () => {
  const [first, second, memory] = twoPages();
  first.update((now) => void (now.answers.bdnf = { of: 6, right: ["a"], first: "1" }));
  second.erase();
  first.update((now) => void (now.answers.pain = { of: 5, right: ["b"], first: "1" }));
  assert.deepEqual(Object.keys(parsed(memory.text).answers), ["pain"]);
});

test("where nothing can be kept, or no more, the page itself remembers and says so", () => {
  const [page, , memory] = twoPages();
  page.update((now) => void (now.answers.bdnf = { of: 6, right: ["a"], first: "1" }));
  assert.equal(page.isKept, true);
  memory.full = true;
  page.update((now) => now.attempts.push(passed(20)));
  page.update((now) => void (now.answers.bdnf.right = ["a", "b"]));
  assert.equal(page.isKept, false);
  assert.equal(passedAttempt(page.state).right, 20);
  assert.deepEqual(page.state.answers.bdnf.right, ["a", "b"]);
  memory.full = false;
  page.update(() => {});
  assert.equal(page.isKept, true);
  assert.equal(passedAttempt(parsed(memory.text)).right, 20);
});

test("a memory that is damaged begins anew", () => {
  for (const text of ["{", "[]", '{"v":2}', "null"]) assert.deepEqual(twoPages(text)[0].state, empty());
});

test("merging keeps the right answers of both, chapter by chapter, and no more than there are", () => {
  const older = state({
    answers: { a: { of: 3, right: ["x", "y"], first: "10" }, b: { of: 2, right: ["z"], first: "?" } },
  });
  const newer = state({ answers: { a: { of: 2, right: ["w"], first: "0" }, c: { of: 1, right: [], first: "" } } });
  const { answers } = merge(older, newer);
  assert.deepEqual(answers, {
    a: { of: 2, right: ["w", "x"], first: "01" },
    b: { of: 2, right: ["z"], first: "?" },
    c: { of: 1, right: [], first: "" },
  });
  assert.ok(clean(merge(older, newer)));
});

test("merging has every attempt once, in the order of days, and never loses a pass", () => {
  const pass = { ...passed(18), on: "2026-01-01" };
  const older = state({ attempts: [pass, failed(3)], tries: 2, n: 9 });
  const newer = state({ attempts: [failed(3), failed(4), failed(5), failed(6), failed(7)], tries: 7, n: 4 });
  const joined = merge(older, newer);
  assert.deepEqual(joined.attempts, [pass, failed(4), failed(5), failed(6), failed(7)]);
  assert.deepEqual([joined.tries, joined.n], [7, 9]);
  assert.deepEqual(merge(joined, joined), joined);
  assert.deepEqual(
    merge(state({ attempts: [failed(3), failed(3)] }), state({ attempts: [failed(3)] })).attempts.length,
    2,
  );
});

test("merging prefers the newer test in hand and the newer list of what was seen", () => {
  const one = { drawn: ["a"], given: [] };
  const two = { drawn: ["b"], given: ["x"] };
  assert.equal(merge(state({ test: one }), state({ test: two })).test, two);
  assert.equal(merge(state({ test: one }), empty()).test, one);
  assert.deepEqual(merge(state({ seen: ["a"] }), state({ seen: ["b"] })).seen, ["b"]);
  assert.deepEqual(merge(state({ seen: ["a"] }), empty()).seen, ["a"]);
});

test("five attempts are kept, the newest passed one always among them", () => {
  const many = [passed(20), ...[1, 2, 3, 4, 5, 6].map(failed)];
  assert.deepEqual(kept(many), [passed(20), ...[3, 4, 5, 6].map(failed)]);
  assert.deepEqual(kept([passed(16), passed(17), ...[1, 2, 3, 4].map(failed)])[0], passed(17));
  assert.deepEqual(kept([1, 2, 3, 4, 5, 6].map(failed)), [2, 3, 4, 5, 6].map(failed));
  assert.equal(many.length, 7);
});

test("a file is taken only if every part has its shape", () => {
  const good = state({
    n: 3,
    answers: { bdnf: { of: 2, right: ["q-1"], first: "1" } },
    test: { drawn: ["a"], given: ["b"], sure: "s", seed: 7 },
    seen: ["a"],
    missed: "1",
    boxes: "q-1:0sg",
    sure: [1, 2, 0, 0],
    forms: {
      first: "a",
      only: "bdnf",
      before: { on, right: 4, of: 10 },
      after: null,
      given: ["a"],
      sure: "n",
      seed: 3,
    },
    seed: 5,
    attempts: [passed(20)],
  });
  assert.deepEqual(clean(structuredClone(good)), good);
  const broken = [
    { v: 2 },
    { n: -1 },
    { tries: 1.5 },
    { seen: ["A"] },
    { seen: Array(200).fill("a") },
    { answers: [] },
    { answers: { x: 7 } },
    { answers: { x: { of: 1, right: ["a", "b"] } } },
    { answers: { "<b>": { of: 1, right: [] } } },
    { test: "no" },
    { test: { drawn: ["a"] } },
    { test: { drawn: ["a"], given: ["x".repeat(25)] } },
    { attempts: [{ ...passed(21) }] },
    { attempts: [{ ...passed(0), of: 0 }] },
    { attempts: [{ ...passed(3), on: "yesterday" }] },
    { attempts: [{ ...passed(3), on: [on] }] },
    { attempts: [{ ...passed(3), passed: 1 }] },
    { attempts: Array(6).fill(failed(1)) },
    { missed: "2" },
    { boxes: 7 },
    { sure: [1, 2, 3] },
    { seed: -1 },
    { forms: { ...good.forms, first: "c" } },
    { forms: { ...good.forms, before: { on, right: 11, of: 10 } } },
    { test: { drawn: ["a"], given: [], sure: "x", seed: 1 } },
    { test: { drawn: ["a"], given: [], sure: "", seed: 1.5 } },
    { answers: { x: { of: 1, right: ["a"], first: "yes" } } },
  ];
  for (const part of broken) assert.equal(clean({ ...good, ...part }), null, JSON.stringify(part));
  assert.deepEqual(Object.keys(clean({ ...good, more: 1 })).sort(), Object.keys(good).sort());
});

test("a memory from before first tries and boxes were kept is taken over whole", () => {
  const old = {
    v: 1,
    n: 9,
    tries: 2,
    answers: { bdnf: { of: 3, right: ["a", "b"] } },
    test: { drawn: ["a"], given: ["b"] },
    seen: ["a"],
    attempts: [passed(18)],
  };
  const now = clean(old);
  assert.deepEqual(now.answers, { bdnf: { of: 3, right: ["a", "b"], first: "??" } });
  assert.deepEqual(now.test, { drawn: ["a"], given: ["b"], sure: "", seed: 0 }); // dealt as it was: nothing moves
  assert.deepEqual([now.n, now.tries, now.seen, now.attempts], [9, 2, ["a"], [passed(18)]]);
  assert.deepEqual([now.boxes, now.missed, now.sure, now.forms.first], ["", "", [0, 0, 0, 0], ""]);
});

test("merging keeps the short tests of the side that got further", () => {
  const result = { on, right: 4, of: 10 };
  const one = state({ forms: { ...empty().forms, first: "a", before: result } });
  const both = state({ forms: { ...empty().forms, first: "b", before: result, after: result } });
  assert.equal(merge(both, one).forms.first, "b");
  assert.equal(merge(one, both).forms.first, "b");
  assert.equal(merge(one, empty()).forms.first, "a");
});
