import assert from "node:assert/strict";
import { test } from "node:test";
import { calibration, sureCounts } from "../../widgets/coursework/js/quiz/sheet.js";
import { formOf, gain } from "../../widgets/coursework/js/quiz/standing.js";
import { noForms } from "../../widgets/coursework/js/quiz/store.js";

const marks = (text) =>
  [...text].map((mark) => ({ sure: mark.toLowerCase(), right: mark === mark.toUpperCase() && mark !== "-" }));

test("answers are counted by how sure they were; what was not said counts for neither", () => {
  assert.deepEqual(sureCounts(marks("SSsNnn--")), [2, 3, 1, 3]);
});

test("calibration is told in words", () => {
  assert.equal(calibration([0, 0, 0, 0]), "");
  assert.equal(calibration([1, 1, 0, 0]), "Of one answer that you were sure of, 1 was right.");
  assert.match(calibration([3, 9, 2, 4]), /^Of 9 answers that you were sure of, 3 were right\. Of 4 .* surer than/);
  assert.match(calibration([9, 9, 8, 9]), /You know more than you trust yourself to\.$/);
});

test("the form after is the other one, and the gain needs both", () => {
  const forms = { ...noForms(), first: "b", before: { on: "2026-11-28", right: 4, of: 10 } };
  assert.deepEqual([formOf(forms, "before"), formOf(forms, "after")], ["b", "a"]);
  assert.equal(gain(forms), "");
  assert.equal(
    gain({ ...forms, after: { on: "2026-12-01", right: 8, of: 10 } }),
    "Before the course 4 of 10 right, after it 8 of 10.",
  );
});
