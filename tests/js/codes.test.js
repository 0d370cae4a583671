/* The code of a learner, the code of a certificate, and the questions that a class on some chapters meets. */
import assert from "node:assert/strict";
import test from "node:test";
import {
  chosenPairs,
  packedChapters,
  unpackedChapters,
  wantedChapters,
} from "../../widgets/coursework/js/quiz/choice.js";
import {
  certificateCode,
  choiceOf,
  codeOfForms,
  collect,
  decode,
  encode,
} from "../../widgets/coursework/js/quiz/codes.js";
import { clean, empty, noForms } from "../../widgets/coursework/js/quiz/store.js";
import { belonging } from "../../widgets/coursework/js/quiz/verify.js";

const RESULT = { first: "b", before: 3, after: 5, of: 6, choice: 1023, number: 16383 };
const CODE = encode(RESULT, "tea");

test("a code holds what it was made from, however it is typed, and is of one course", () => {
  assert.match(CODE, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  assert.deepEqual(decode(CODE, "tea"), RESULT);
  assert.deepEqual(decode(` ${CODE.toLowerCase().replaceAll("-", " ").replaceAll("0", "o")}`, "tea"), RESULT);
  assert.throws(() => decode(CODE, "coffee"), /a letter in it is wrong, or it is from another course/);
  assert.throws(() => decode(CODE.slice(1), "tea"), /it has 11 letters and digits; a code has 12/);
  assert.throws(() => decode(`U${CODE.slice(1)}`, "tea"), /it holds U, and no code does/);
});

test("any one letter that is wrong is noticed", () => {
  for (let i = 0; i < CODE.length; i++) {
    if (CODE[i] === "-") continue;
    for (const letter of "0123456789ABCDEFGHJKMNPQRSTVWXYZ".replace(CODE[i], "")) {
      assert.throws(() => decode(CODE.slice(0, i) + letter + CODE.slice(i + 1), "tea"), `${i} ${letter}`);
    }
  }
});

test("codes are read out of a chat, each once, and what is none is named", () => {
  const other = encode({ ...RESULT, number: 7 }, "tea");
  const { results, wrong } = collect(`12:03 Anna ${CODE}\n${other},${CODE}\r\n\n${other.slice(0, -1)}\nhello\n`, "tea");
  assert.deepEqual(results, [RESULT, { ...RESULT, number: 7 }]);
  assert.deepEqual(wrong, [
    `${CODE} stands twice; it is counted once.`,
    `${other.slice(0, -1)} is left out: it has 11 letters and digits; a code has 12.`,
    "hello is left out: it has 5 letters and digits; a code has 12.",
  ]);
});

test("a code needs both tests, on equally many questions", () => {
  const result = { on: "2026-11-28", right: 4, of: 5 };
  const forms = {
    ...noForms(),
    first: "a",
    before: result,
    after: { ...result, right: 5 },
    seed: 3,
  };
  const { before, after, of, choice } = decode(codeOfForms(forms, ["cups", "pots"], "tea"), "tea");
  assert.deepEqual([before, after, of, choice], [4, 5, 5, choiceOf(["pots", "cups"])]);
  assert.notEqual(codeOfForms(forms, [], "tea"), codeOfForms({ ...forms, seed: 4 }, [], "tea")); // two learners alike
  assert.equal(codeOfForms({ ...forms, after: null }, [], "tea"), "");
  assert.equal(codeOfForms({ ...forms, after: { ...result, of: 6 } }, [], "tea"), "");
  assert.equal(codeOfForms({ ...forms, before: { ...result, of: 32 }, after: { ...result, of: 32 } }, [], "tea"), "");
});

test("what an older course kept of the short tests is still good, and is about the whole course", () => {
  const old = { first: "a", before: { on: "2026-11-28", right: 4, of: 10 }, after: null, given: [], sure: "", seed: 1 };
  assert.deepEqual(clean({ ...empty(), forms: old })?.forms, { ...old, only: "" });
  assert.equal(clean({ ...empty(), forms: { ...old, only: "<b>" } }), null);
});

test("a certificate's code belongs to its facts alone; capitals and spaces do not count", () => {
  const facts = { name: "Ann  Åse Ó", on: "2026-11-28", right: 18, of: 20, version: "2.0" };
  const code = certificateCode(facts, "tea");
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.equal(certificateCode({ ...facts, name: " ann åse ó" }, "tea"), code);
  const typed = { ...facts, name: "ANN ÅSE Ó", right: "18", of: "20", code: code.toLowerCase() };
  assert.match(belonging(typed, "tea")[0], /^They belong together/);
  for (const change of [{ name: "Ann" }, { on: "2026-11-27" }, { right: "19" }, { of: "21" }, { version: "2.1" }]) {
    assert.match(belonging({ ...typed, ...change }, "tea")[0], /^They do not belong together/);
  }
  assert.match(belonging(typed, "coffee")[0], /^They do not belong together/);
  assert.deepEqual(belonging({ name: " ", on: "", right: "x", of: "20", version: "", code: "K7" }, "tea"), [
    "The name is missing.",
    "The date is missing.",
    "The score is 'x of 20'; it must be from 0 to all of at least one.",
    "The code has 2 letters and digits; that of a certificate has 8.",
  ]);
});

const PAIRS = [
  { chapter: "tea", whole: true },
  { chapter: "cups", whole: true },
  ...["tea", "tea", "cups", "pots", "tea", "pots"].map((chapter) => ({ chapter, whole: false })),
];

test("a class is asked equally much about each of its chapters, the course's own questions first", () => {
  assert.deepEqual(chosenPairs(PAIRS, []), [0, 1]);
  assert.deepEqual(chosenPairs(PAIRS, ["tea"]), [0, 2, 3, 6]); // all that it has
  assert.deepEqual(chosenPairs(PAIRS, ["cups", "pots"]), [1, 4, 5, 7]);
  assert.deepEqual(chosenPairs(PAIRS, ["cups", "pots", "tea"]), [0, 1, 4, 5, 7]);
  const many = Array.from({ length: 24 }, (_, i) => ({ chapter: `c${i % 12}`, whole: false }));
  const asked = (count) =>
    chosenPairs(
      many,
      Array.from({ length: count }, (_, i) => `c${i}`),
    );
  assert.deepEqual(
    [2, 6, 9, 12].map((count) => asked(count).length),
    [4, 6, 9, 10],
  );
  assert.deepEqual(
    asked(9),
    asked(9).toSorted((a, b) => a - b),
  );
});

test("an address names chapters or a plan, and what it names in vain is told", () => {
  const wanted = (hash) => wantedChapters(hash, ["tea", "cups", "pots"], { short: ["tea", "pots"] });
  assert.equal(wanted(""), null);
  assert.equal(wanted("#q-three"), null);
  assert.deepEqual(wanted("#chapters=short"), { chapters: ["pots", "tea"], unknown: [] });
  assert.deepEqual(wanted("#chapters=tea%2Ccups,tea,milk"), { chapters: ["cups", "tea"], unknown: ["milk"] });
  assert.deepEqual(wanted("#chapters=%E0%A4%A"), { chapters: [], unknown: ["%E0%A4%A"] });
  assert.deepEqual(wanted("#chapters=constructor"), { chapters: [], unknown: ["constructor"] });
});

test("chapters are kept in a few letters, and come back", () => {
  const all = Array.from({ length: 40 }, (_, i) => `c${String(i).padStart(2, "0")}`);
  for (const some of [[], ["c00"], ["c39"], ["c03", "c17", "c31", "c32"], all]) {
    const text = packedChapters(some, all);
    assert.match(text, /^[0-9a-z]{0,10}$/);
    assert.deepEqual(unpackedChapters(text, all), some);
  }
  assert.equal(packedChapters(all.slice(0, 13), all).length, 3);
});
