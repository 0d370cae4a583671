/* How much larger a picture is shown to a reader of larger letters. */
import assert from "node:assert/strict";
import test from "node:test";
import { letterScale } from "../../widgets/explorers/js/letters.js";

test("a picture grows with the letters as far as its place has room, and never shrinks", () => {
  assert.equal(letterScale(16, 678), 1);
  assert.equal(letterScale(24, 678), 1.5);
  assert.equal(letterScale(32, 400), 1.25);
  assert.equal(letterScale(32, 300), 1);
  assert.equal(letterScale(12, 678), 1);
});
