/* The gap between a guess and the truth, and which kept guesses still count: the twin of tests/explorers/test_guess.py. */
import assert from "node:assert/strict";
import test from "node:test";
import { number, sentence, within } from "../../widgets/explorers/js/gap.js";

const share = { kind: "number", truth: 26, low: 0, high: 100, step: 1, unit: "of 100" };
const way = { kind: "choice", truth: 1, after: "It fell." };
const left = { kind: "curve", truth: [90, 40, 10, 0], low: 0, high: 100, step: 5, unit: "%" };
const options = ["up", "down", "neither"];

test("a number has its unit, four digits and a true minus sign", () => {
  assert.equal(number(-3.14159, "points"), "−3.142 points");
  assert.equal(number(26), "26");
  assert.equal(number(7580, "people"), "7,580 people");
  assert.equal(number(1234567), "1,235,000");
  assert.equal(number(-120000.4), "−120,000");
  assert.deepEqual(
    [0, 100, 0.1, 1234.5, 0.00012344].map((value) => number(value)),
    ["0", "100", "0.1", "1,235", "0.0001234"],
  );
});

test("the gap names the guess and the truth, and what it means", () => {
  assert.equal(sentence(share, 10, [], ""), "You said 10 of 100. It is 26 of 100.");
  assert.equal(sentence(share, 26, [], ""), "You said 26 of 100, and so it is.");
  assert.equal(sentence(way, 0, options, ""), "You said “up”. It is “down”. It fell.");
  assert.equal(sentence(way, 1, options, ""), "You said “down”, and so it is. It fell.");
  const curve = "Where you are furthest off, you said 50 % and it is 10 %. The answer: all.";
  assert.equal(sentence(left, [90, 40, 50, 0], [], "The answer: all."), curve);
  assert.equal(sentence(left, [90, 40, 10, 0], [], "All."), "Your line is the measured one. All.");
});

test("half a step off counts as right, and no more", () => {
  assert.match(sentence({ ...share, truth: 26.4 }, 26, [], ""), /so it is/);
  assert.match(sentence({ ...share, truth: 26.6 }, 26, [], ""), /It is 26\.6/);
});

test("a kept guess counts only where it is an answer to the question", () => {
  const good = [
    [share, 0],
    [share, 100],
    [way, 2],
    [left, [0, 0, 100, 5]],
  ];
  const bad = [
    [share, -1],
    [share, 101],
    [share, "10"],
    [share, null],
    [share, NaN],
    [share, [10]],
    [way, 1.5],
    [way, -1],
    [left, [0, 0, 0]],
    [left, [0, 0, 0, 101]],
    [left, 10],
    [left, {}],
  ];
  for (const [asked, value] of good) assert.ok(within(asked, value), JSON.stringify(value));
  for (const [asked, value] of bad) assert.ok(!within(asked, value), JSON.stringify(value));
});
