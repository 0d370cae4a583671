import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DAYS,
  dayNumber,
  dayText,
  dueNow,
  isBeyond,
  mergeBoxes,
  moved,
  readBoxes,
  writeBoxes,
} from "../../widgets/coursework/js/quiz/boxes.js";

const TODAY = dayNumber("2026-11-28");
const wrong = { right: false, sure: false };
const right = { right: true, sure: false };

test("a day is a number and back, also over the change of the clocks", () => {
  for (const day of ["2025-01-01", "2026-03-29", "2026-10-25", "2028-02-29"])
    assert.equal(dayText(dayNumber(day)), day);
  assert.equal(dayNumber("2026-11-30") - TODAY, 2);
});

test("what is right rests two days, a week, a month, three months; what is wrong begins anew", () => {
  let box = moved(undefined, right, TODAY);
  const rests = [box.due - TODAY];
  for (let i = 0; i < 4; i++) {
    const day = box.due;
    box = moved(box, right, day);
    rests.push(box.due - day);
  }
  assert.deepEqual(rests, [2, 7, 30, 91, 91]);
  assert.deepEqual(moved(box, wrong, TODAY), { box: 0, due: TODAY + 2, surelyWrong: false });
  assert.equal(moved(box, { right: false, sure: true }, TODAY).surelyWrong, true);
  assert.deepEqual(DAYS, [2, 7, 30, 91]);
});

test("boxes are kept as a short text", () => {
  const text = `tea:0${TODAY.toString(36)} milk:3${(TODAY + 91).toString(36)} cup:x${TODAY.toString(36)} figure:t`;
  const { boxes, damaged } = readBoxes(text);
  assert.equal(writeBoxes(boxes), text);
  assert.deepEqual(damaged, []);
  assert.deepEqual(dueNow(boxes, TODAY), ["cup", "tea"]); // sure and wrong first; a question on a figure never
  assert.deepEqual(dueNow(boxes, TODAY - 1), []);
});

test("a damaged box is due at once, is named, and takes no other with it", () => {
  const { boxes, damaged } = readBoxes(`tea:9zz milk:1${(TODAY + 3).toString(36)} cup <b>:0abc pot:`);
  assert.deepEqual(damaged, ["tea", "cup", "<b>:0abc", "pot"]);
  assert.deepEqual(dueNow(boxes, TODAY), ["tea", "cup", "pot"]);
  assert.equal(boxes.get("milk").box, 1);
});

test("a clock that went wrong holds nothing back", () => {
  const ahead = { box: 0, due: TODAY + 900, surelyWrong: false };
  assert.ok(isBeyond(ahead, TODAY) && !isBeyond(moved(undefined, right, TODAY + 1), TODAY));
  assert.deepEqual(dueNow(new Map([["tea", ahead]]), TODAY), ["tea"]);
});

test("two memories become one with the later answer to each question", () => {
  const [older, newer] = ["tea:0sg milk:1t0", "tea:1sz cup:xsg"];
  assert.equal(mergeBoxes(older, newer), "tea:1sz milk:1t0 cup:xsg");
  assert.equal(mergeBoxes(newer, older), "tea:1sz cup:xsg milk:1t0");
  assert.equal(mergeBoxes("", older), older);
});
