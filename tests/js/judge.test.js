import assert from "node:assert/strict";
import { test } from "node:test";
import { isRight, isSlip, left, missing, number, shortened } from "../../widgets/coursework/js/quiz/judge.js";

test("a number is read as people write it", () => {
  const written = {
    8: 8, "8.": 8, "+8": 8, "8 %": 8, "8%": 8, "0,5": 0.5, ".5": 0.5, "−0,5": -0.5, "- 3": -3, "1e3": 1000,
    "8 people": 8, "about 12": 12, "1 000": 1000, "12\u00a0300 mg": 12300, "٨": 8, "۱۲٫۵": 12.5, "８": 8, "१०": 10, "𝟗": 9,
    "5 10": 5,
  }; // prettier-ignore
  for (const [text, value] of Object.entries(written)) assert.equal(number(text), value, text);
  for (const text of ["", "  ", "eight", "Infinity", "NaN", "%"]) assert.ok(Number.isNaN(number(text)), text);
});

test("what is kept of a long number means the same", () => {
  assert.equal(shortened(" 8 people "), "8 people");
  assert.equal(shortened("approximately 12 people"), "12");
  assert.equal(shortened("no number at all"), "no number at");
  assert.ok(shortened("0.3333333333333333333").length <= 12);
});

test("a number is right within its tolerance, letters only as they are", () => {
  const key = { kind: "number", right: "26", tolerance: 1 };
  assert.deepEqual(["25", "27", "26,9", "24.9", "27.1", ""].map((text) => isRight(key, text)), [
    true, true, true, false, false, false,
  ]); // prettier-ignore
  const several = { kind: "several", right: "a,c", tolerance: 0 };
  assert.deepEqual(
    ["a,c", "a", "a,b,c", ""].map((text) => isRight(several, text)),
    [true, false, false, false],
  );
  assert.equal(left(several, "a,b"), 1);
  assert.equal(left(several, ""), 2);
  assert.equal(left(several, "a,c"), 0);
});

test("a known slip counts within one per cent, or the tolerance where that is more", () => {
  const exact = { kind: "number", right: "26", tolerance: 0 };
  assert.ok(isSlip(exact, "101", 100) && isSlip(exact, "99", 100));
  assert.ok(!isSlip(exact, "102", 100) && !isSlip(exact, "80", 100));
  assert.ok(isSlip({ ...exact, tolerance: 3 }, "103", 100));
});

test("why there is nothing to judge is said in a true sentence", () => {
  assert.equal(missing("number", " "), "Write a number first.");
  assert.match(missing("number", "eight"), /cannot read this as a number/);
  assert.equal(missing("number", "8 people"), "");
  assert.match(missing("order", ""), /place of its own/);
  assert.match(missing("one", ""), /Choose/);
  assert.equal(missing("several", "a"), "");
});
