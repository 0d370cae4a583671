/* The time of a plan: for a step, for all, and by how much it is behind. */
import assert from "node:assert/strict";
import test from "node:test";
import {
  clockText,
  counted,
  left,
  newClock,
  planWords,
  readClock,
  toggled,
} from "../../widgets/coursework/js/present/clock.js";

const MINUTE = 60000;
const MINUTES = [5, 10, 15];

test("time is counted only while the clock runs, and for the step that is shown", () => {
  let clock = newClock(3);
  assert.deepEqual(counted(clock, 0, 9 * MINUTE).spent, [0, 0, 0]); // not started
  clock = toggled(clock, 0, 10 * MINUTE);
  clock = counted(clock, 0, 13 * MINUTE); // on to the second step
  clock = toggled(clock, 1, 14 * MINUTE); // and stopped there
  assert.deepEqual(clock, { spent: [3 * MINUTE, MINUTE, 0], since: 0 });
  assert.deepEqual(counted(clock, 1, 99 * MINUTE).spent, [3 * MINUTE, MINUTE, 0]);
});

test("a step that took longer than planned puts the plan behind", () => {
  const clock = { spent: [8 * MINUTE, 0, 0], since: 0 };
  assert.deepEqual(left(clock, 0, MINUTES, 0), { step: -3 * MINUTE, plan: 22 * MINUTE, behind: 3 * MINUTE });
  assert.deepEqual(left(clock, 1, MINUTES, 0), { step: 10 * MINUTE, plan: 22 * MINUTE, behind: 3 * MINUTE });
  assert.equal(left({ spent: [2 * MINUTE, 0, 0], since: 0 }, 1, MINUTES, 0).behind, -3 * MINUTE);
  assert.equal(left({ spent: [0, 0, 0], since: MINUTE }, 0, MINUTES, 3 * MINUTE).step, 3 * MINUTE);
});

test("times are told in words", () => {
  assert.deepEqual([245000, 60000, 59001, 0, -500, -30000].map(clockText), [
    "4:05",
    "1:00",
    "1:00",
    "0:00",
    "0:00",
    "0:30 over",
  ]);
  assert.equal(planWords({ plan: 22 * MINUTE, behind: 3 * MINUTE }), "22 min left, 3 min behind");
  assert.equal(planWords({ plan: 22 * MINUTE, behind: 59000 }), "22 min left");
  assert.equal(planWords({ plan: -2 * MINUTE, behind: 9 * MINUTE }), "2 min over the plan");
});

test("a clock is taken up again as it was, and a text that is none begins anew", () => {
  const clock = { spent: [1, 2, 3], since: 50 };
  assert.deepEqual(readClock(JSON.stringify(clock), 3, 60), clock);
  for (const text of [null, "", "{", "[]", '{"spent":[1],"since":0}', '{"spent":[1,-2,3],"since":0}']) {
    assert.deepEqual(readClock(text, 3, 60), newClock(3));
  }
  assert.deepEqual(readClock(JSON.stringify(clock), 3, 40), newClock(3)); // begun after now: a clock was set back
});
