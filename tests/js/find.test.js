import assert from "node:assert/strict";
import { test } from "node:test";
import { score, search, snippet, wordsOf } from "../../widgets/coursework/theme/js/find.js";

const section = (text, title = "Title") => ({ title, page: "Page", address: "page.html", text });
const finds = (text, query) => search([section(text)], wordsOf(query)).length === 1;

test("a word is found however quotes, apostrophes, hyphens and signs are written", () => {
  for (const [text, query] of [
    ["The NMDA receptor opens.", '"NMDA receptor"'],
    ["The NMDA receptor opens.", "“NMDA receptor”"],
    ["The NMDA receptor opens.", "NMDA-receptor"],
    ["an NMDA-receptor opens", "NMDA receptor"],
    ["people’s lives", "people's"],
    ["the drug's effect", "drug’s"],
    ["95 % CI 1 to 2", "95% CI"],
    ["about 5 µM of it", "5 μM"],
    ["about 5 μM of it", "5 µM"],
    ["BDNF rises", "BDNF,"],
    ["BDNF rises", "(bdnf)?"],
    ["Włodarczyk and Żak", "zak"],
    ["−0.5 points", "-0.5"],
  ]) assert.ok(finds(text, query), `${query} in ${text}`); // prettier-ignore
  assert.ok(!finds("glutamate", "NMDA"));
  assert.deepEqual(wordsOf(' ?! "" '), []);
  assert.equal(search([section("x")], []).length, 0);
});

test("every word must be there, a title counts most", () => {
  assert.equal(score(section("one"), ["one", "two"]), 0);
  const found = search([section("pain pain"), section("none", "Pain")], ["pain"]);
  assert.deepEqual(found.map(({ title }) => title), ["Pain", "Title"]); // prettier-ignore
});

test("a snippet shows the words as they are written, and where it was cut", () => {
  assert.deepEqual(snippet("The “NMDA-receptor” opens.", ["nmda", "receptor"]), [
    "The “",
    "NMDA",
    "-",
    "receptor",
    "” opens.",
  ]);
  const long = `${"word ".repeat(60)}the ﬁrst µM here${" word".repeat(60)}`;
  const pieces = snippet(long, ["first", "μm"]);
  assert.deepEqual([pieces[1], pieces[3]], ["ﬁrst", "µM"]);
  assert.ok(pieces[0].startsWith("… ") && pieces.at(-1).endsWith(" …"));
  assert.ok(pieces.join("").length < 220);
  assert.deepEqual(snippet("only in the title", ["absent"]), ["only in the title"]);
});
