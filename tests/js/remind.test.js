import assert from "node:assert/strict";
import { test } from "node:test";
import { calendar } from "../../widgets/coursework/js/quiz/remind.js";

const text = calendar(
  "Tea, milk; cups",
  ["2026-11-30", "2026-12-05"],
  "tea",
  "https://example.org/review.html",
  "2026-11-28",
);

test("a calendar has a whole day for each review, with a link", () => {
  const lines = text.split("\r\n");
  assert.equal(lines.filter((line) => line === "BEGIN:VEVENT").length, 2);
  assert.ok(lines.includes("DTSTART;VALUE=DATE:20261130") && lines.includes("DTSTAMP:20261128T000000Z"));
  assert.ok(
    lines.includes("SUMMARY:Review: Tea\\, milk\\; cups") && lines.includes("URL:https://example.org/review.html"),
  );
  assert.equal(lines.at(-2), "END:VCALENDAR");
  assert.equal(new Set(lines.filter((line) => line.startsWith("UID:"))).size, 2);
});

test("a long line goes on in the next, and a file's address is not told", () => {
  const long = calendar("é".repeat(90), ["2026-11-30"], "tea", "file:///home/ana/review.html", "2026-11-28");
  for (const line of long.split("\r\n")) assert.ok(new TextEncoder().encode(line).length <= 75, line);
  assert.ok(long.replace(/\r\n /g, "").includes("é".repeat(90)) && !long.includes("ana"));
});
