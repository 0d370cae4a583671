import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, value } from "../../widgets/coursework/js/order.js";

const sorted = (cells, down) => cells.slice().sort((a, b) => compare(a, b, down));

test("numbers stand by their value, with sign and decimals; words after them, empty cells last", () => {
  const cells = [
    "",
    "in words",
    "−0.5 points",
    "−0.08",
    "10 %",
    "9 %",
    "−0.2 (95 % CI −1 to 3)",
    "−0.01",
    "61 to 75 %",
  ];
  assert.deepEqual(sorted(cells), [
    "−0.5 points", "−0.2 (95 % CI −1 to 3)", "−0.08", "−0.01", "9 %", "10 %", "61 to 75 %", "in words", "",
  ]); // prettier-ignore
  assert.deepEqual(sorted(cells, true).slice(0, 2), ["61 to 75 %", "10 %"]);
  assert.deepEqual(sorted(cells, true).slice(-2), ["in words", ""]);
});

test("names with numbers in them stand as people count", () => {
  assert.deepEqual(sorted(["C10", "C9", "C027"]), ["C9", "C10", "C027"]);
  assert.ok(Number.isNaN(value("C9")));
});
