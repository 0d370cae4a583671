import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanGuesses } from "../../widgets/explorers/js/guesses.js";
import { binOf, bins } from "../../widgets/explorers/js/rooms.js";

test("guesses of the right shape are kept, damaged ones are counted", () => {
  const good = { "tea#steeping": 5, "tea#which": "c", "tea#curve": [1, 2, 3, 4], "tea#shown": null };
  assert.deepEqual(cleanGuesses(good), { guesses: good, damaged: 0 });
  const bad = { "no-place": 5, "tea#a": {}, "tea#b": "both", "tea#c": [1], "tea#d": true, "tea#e": [1, 2, 3, "4"] };
  assert.deepEqual(cleanGuesses({ ...good, ...bad }), { guesses: good, damaged: 6 });
});

test("a file without guesses, or with something else in their place, reads all the same", () => {
  assert.deepEqual(cleanGuesses(undefined), { guesses: {}, damaged: 0 });
  for (const other of ["text", 7, [1], true]) assert.deepEqual(cleanGuesses(other), { guesses: {}, damaged: 1 });
});

const scale = (low, high, step) => ({ kind: "number", truth: low, low, high, step });

test("a scale is counted in five to eight bins that meet and leave nothing out", () => {
  for (const [low, high, step] of [
    [0, 100, 1],
    [0, 28, 1],
    [-1, 0, 0.05],
    [0, 60, 1],
    [0, 11, 1],
    [5, 47, 0.5],
    [0, 1000, 10],
  ]) {
    const all = bins(scale(low, high, step));
    assert.ok(all.length >= 5 && all.length <= 8, `${low} to ${high}`);
    assert.equal(all[0][0], low);
    assert.ok(Math.abs(all.at(-1)[1] - high) < 1e-9);
    all.slice(1).forEach(([first], i) => assert.ok(Math.abs(first - all[i][1] - step) < 1e-9, `${low} to ${high}`));
    for (let i = 0; low + i * step <= high + 1e-9; i++) {
      const [first, last] = all[binOf(all, low + i * step)];
      assert.ok(first <= low + i * step + 1e-9 && low + i * step <= last + 1e-9);
    }
  }
});

test("bins are round where they can be, and single where stops are few", () => {
  assert.deepEqual(
    bins(scale(0, 100, 1)).map(([first]) => first),
    [0, 20, 40, 60, 80],
  );
  assert.deepEqual(
    bins(scale(0, 60, 1)).map(([first]) => first),
    [0, 10, 20, 30, 40, 50],
  );
  assert.deepEqual(bins(scale(0, 3, 1)), [
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

test("a truth between two stops is in the bin below", () => {
  assert.equal(binOf(bins(scale(0, 100, 1)), 19.6), 0);
  assert.equal(binOf(bins(scale(0, 100, 1)), 100), 4);
});
