/* What is heard of a move: only what changed, at most fifteen words, and something even where no word changed. */
import assert from "node:assert/strict";
import test from "node:test";
import { whatChanged } from "../../widgets/explorers/js/announce.js";

const count = (text) => text.split(/\s+/).length;
const long =
  "Half of the people who were given it relapsed before the trial had come to its end, and the others did not.";

test("only what changed is said", () => {
  const before = [
    ["Peak", "177 ng/mL"],
    ["Half-life", "3 h"],
  ];
  assert.equal(
    whatChanged(before, [
      ["Peak", "266 ng/mL"],
      ["Half-life", "3 h"],
    ]),
    "Peak: 266 ng/mL.",
  );
});

test("a change that no word tells is said too", () => {
  assert.equal(whatChanged([["Peak", "1"]], [["Peak", "1"]]), "Figure redrawn.");
  assert.equal(whatChanged([], []), "Figure redrawn.");
});

test("short answers come before sentences, and what is left is counted", () => {
  const said = whatChanged(
    [],
    [
      ["Story", long],
      ["Peak", "266 ng/mL"],
      ["Low", "3"],
    ],
  );
  assert.equal(said, "Low: 3. Peak: 266 ng/mL. 1 more.");
});

test("never more than fifteen words, whatever the readouts say", () => {
  for (let pairs = 1; pairs < 9; pairs++) {
    for (let words = 1; words < 40; words++) {
      const after = Array.from({ length: pairs }, (_, i) => [`Name ${i}`, Array(words).fill("word").join(" ")]);
      const said = whatChanged([], after);
      assert.ok(count(said) <= 15, `${count(said)} words: ${said}`);
      assert.ok(said.length > 5);
    }
  }
});

test("one long readout is named, not read", () => {
  assert.equal(whatChanged([], [["Story", long]]), "Story changed.");
});
