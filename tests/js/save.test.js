/* A saved figure says what it shows: in its name, and in words below its picture. */
import assert from "node:assert/strict";
import test from "node:test";
import { fileName } from "../../widgets/explorers/js/files.js";
import { lines, withWords } from "../../widgets/explorers/js/save.js";

test("a name holds page, figure and setting, and two settings have two names", () => {
  assert.equal(fileName(["bdnf", "luckiest", "Patients", "5"]), "bdnf-luckiest-patients-5");
  assert.equal(fileName(["a", "Range", "0.5 to 3 µg/mL"]), "a-range-0.5-to-3-µg-ml");
  assert.notEqual(fileName(["a", "b", "−1"]), fileName(["a", "b", "1"]));
  assert.notEqual(fileName(["a", "b", "-1"]), fileName(["a", "b", "1"]));
});

test("a name too long for a disk gives way to the number of the view", () => {
  assert.equal(fileName(["a", "b", "long ".repeat(40)], ["a", "b", "view", "7"]), "a-b-view-7");
  assert.equal(fileName(["x".repeat(300)]).length, 120);
});

test("lines hold every word, and none is longer than it may be", () => {
  const text = `One two three ${"x".repeat(50)} four`;
  const broken = lines(text, 12);
  assert.ok(broken.every((line) => line.length <= 12));
  assert.equal(broken.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
  assert.deepEqual(lines("", 12), []);
  assert.deepEqual(lines("abc", 12), ["abc"]);
});

test("words stand below the drawing, escaped, and make it as much higher", () => {
  const { svg, height } = withWords("<svg/>", 100, [
    [13, "5 < 6 & 7"],
    [11, ""],
  ]);
  assert.ok(svg.includes("5 &lt; 6 &amp; 7") && svg.includes(`height="${height}"`) && height > 120);
});
