import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, mixed } from "../../widgets/coursework/js/quiz/draw.js";

const CHAPTERS = ["a", "b", "c", "d"];
/** Four chapters of six questions, two for each of three objectives. */
const BANK = CHAPTERS.flatMap((chapter) =>
  [0, 1, 2, 3, 4, 5].map((i) => ({ id: `${chapter}${i}`, chapter, objective: `${chapter}-${i % 3}` })),
);

/** Numbers that look like chance and are the same each time. */
function chance(seed) {
  let held = seed;
  return () => {
    held = (held * 1664525 + 1013904223) % 2 ** 32;
    return held / 2 ** 32;
  };
}

function counts(list) {
  const found = new Map();
  for (const item of list) found.set(item, (found.get(item) || 0) + 1);
  return [...found.values()];
}

test("each chapter and each objective has its share", () => {
  for (let seed = 0; seed < 50; seed++) {
    const drawn = draw(BANK, 10, [], chance(seed)).map((id) => BANK.find((question) => question.id === id));
    assert.equal(new Set(drawn).size, 10);
    const perChapter = counts(drawn.map(({ chapter }) => chapter));
    assert.equal(perChapter.length, 4);
    assert.ok(Math.max(...perChapter) - Math.min(...perChapter) <= 1);
    assert.equal(Math.max(...counts(drawn.map(({ objective }) => objective))), 1);
  }
});

test("what was seen in the last test comes again only where nothing else is left", () => {
  for (let seed = 0; seed < 50; seed++) {
    const first = draw(BANK, 12, [], chance(seed));
    assert.ok(draw(BANK, 12, first, chance(seed + 99)).every((id) => !first.includes(id)));
  }
});

test("a bank that is too small is drawn whole, each question once", () => {
  assert.deepEqual(draw(BANK.slice(0, 3), 20, [], chance(1)).sort(), ["a0", "a1", "a2"]);
  assert.deepEqual(draw([], 20, []), []);
});

test("two learners do not get the same test, and every order is as likely", () => {
  assert.notDeepEqual(draw(BANK, 10, [], chance(1)), draw(BANK, 10, [], chance(2)));
  const random = chance(7);
  const orders = new Map();
  for (let i = 0; i < 6000; i++) {
    const order = mixed(["x", "y", "z"], random).join("");
    orders.set(order, (orders.get(order) || 0) + 1);
  }
  assert.equal(orders.size, 6);
  for (const [order, times] of orders) assert.ok(Math.abs(times - 1000) < 150, `${order}: ${times} of 6000`);
});

test("a retake has a sibling of each question that was missed, and not the question itself", () => {
  for (let seed = 0; seed < 50; seed++) {
    const first = draw(BANK, 8, [], chance(seed));
    const missed = first.slice(0, 3);
    const second = draw(BANK, 8, first, chance(seed + 99), missed);
    for (const id of missed) {
      const { objective } = BANK.find((question) => question.id === id);
      const sibling = BANK.find((question) => question.objective === objective && question.id !== id);
      assert.ok(second.includes(sibling.id) && !second.includes(id), `${missed} ${second}`);
    }
  }
});

test("where a missed question has no sibling the draw goes on without one", () => {
  const lonely = BANK.map((question, i) => ({ ...question, objective: `own-${i}` }));
  assert.equal(draw(lonely, 8, ["a0"], chance(1), ["a0"]).length, 8);
});
