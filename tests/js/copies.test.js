import assert from "node:assert/strict";
import test from "node:test";

process.env.TZ = "America/Los_Angeles"; // where it is still the day before

const { copyName, inWords } = await import("../../widgets/coursework/theme/js/phone/copies.js");

test("a course takes no copy of a course in a folder below it", () => {
  const [above, below] = ["https://course.example/", "https://course.example/other/"];
  assert.ok(copyName(above, "1a").startsWith(copyName(above, "")));
  assert.ok(!copyName(below, "1a").startsWith(copyName(above, "")));
});

test("a day of review is that day everywhere, and the day of keeping that of the reader", () => {
  assert.equal(inWords("2026-11-28"), "28 November 2026");
  assert.equal(inWords(Date.UTC(2026, 10, 28, 3)), "27 November 2026");
});
