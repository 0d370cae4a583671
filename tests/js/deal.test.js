import assert from "node:assert/strict";
import { test } from "node:test";
import { chance, drawOf, newSeed, order } from "../../widgets/coursework/js/quiz/deal.js";

const LETTERS = ["a", "b", "c", "d"];

test("one seed deals the same again, another seed or question another way", () => {
  assert.deepEqual(order(LETTERS, 7, "tea"), order(LETTERS, 7, "tea"));
  const ways = new Set();
  for (let seed = 1; seed < 300; seed++) ways.add(order(LETTERS, seed, "tea").join(""));
  assert.equal(ways.size, 24);
  const others = new Set(["tea", "milk", "cup", "pot", "lid"].map((id) => order(LETTERS, 7, id).join("")));
  assert.ok(others.size > 2);
});

test("without a seed all stands as it is written", () => {
  assert.deepEqual(order(LETTERS, 0, "tea"), LETTERS);
  assert.equal(drawOf(9, 0, "tea"), 0);
});

test("each place and each draw comes up as often", () => {
  const first = { a: 0, b: 0, c: 0, d: 0 };
  const draws = [0, 0, 0, 0, 0];
  for (let seed = 1; seed <= 4000; seed++) {
    first[order(LETTERS, seed * 7919, "tea")[0]] += 1;
    draws[drawOf(5, seed * 7919, "tea")] += 1;
  }
  for (const [letter, times] of Object.entries(first)) assert.ok(Math.abs(times - 1000) < 120, `${letter}: ${times}`);
  for (const [at, times] of draws.entries()) assert.ok(Math.abs(times - 800) < 110, `${at}: ${times}`);
});

test("a seed is a whole number that is kept", () => {
  for (let i = 0; i < 100; i++) {
    const seed = newSeed();
    assert.ok(Number.isInteger(seed) && seed > 0 && seed < 2 ** 31);
  }
  const [a, b] = [chance(3, "x")(), chance(3, "y")()];
  assert.ok(a >= 0 && a < 1 && a !== b);
});
