/* Addresses of views: old, broken and hostile ones are read without an error, and what they ask for in vain is named. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseView, positionsFor, slug } from "../../widgets/explorers/js/view.js";

const controls = [
  { name: "slope", labels: ["1", "2", "3"], initial: 1 },
  { name: "only", labels: ["All of them", "None"], initial: 0 },
];

test("case and spaces do not count", () => {
  assert.equal(slug("  All  of\u00a0them "), "all-of-them");
  const wanted = parseView("#line?only=NONE&slope=3").wanted;
  assert.deepEqual(positionsFor(controls, wanted), { positions: [2, 1], unknown: [] });
});

test("what is not there is named, and the rest stands", () => {
  const wanted = parseView("#line?slope=99&angle=1&only=none&slope=1").wanted;
  assert.deepEqual(positionsFor(controls, wanted), { positions: [0, 1], unknown: ["slope=99", "angle"] });
});

test("no fragment is an error", () => {
  for (const text of [
    "",
    "#",
    "#line",
    "#line?",
    "#line?%",
    "#line?%zz=%",
    "#?a=b",
    "#line?=&&==",
    "#line?a",
    "#%?a=%E2%88",
  ]) {
    const view = parseView(text);
    if (view) positionsFor(controls, view.wanted);
  }
  assert.equal(parseView("#line"), null);
  assert.deepEqual(parseView("#line?slope=%zz").wanted, [["slope", "%zz"]]);
});
