/* The code of a learner: what was right in the two short tests, and no name. And the code of a certificate, a checksum
 * over what is printed on it. Twin of widgets/coursework/codes.py, which says how a code is made. */

/** @typedef {import("./store.js").Forms} Forms */

/**
 * What a code holds: the form that came first, right answers before and after, of how many; the number of the choice of
 * chapters, and one that tells two learners apart.
 * @typedef {{first: string, before: number, after: number, of: number, choice: number, number: number}} Result
 */

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base 32: no I, L, O, U
const CODE_LENGTH = 12;
const DASHES = /[-\u2010-\u2014]/;
const LIKE_A_CODE = 9; // letters and digits in a word with dashes; a date has eight
const MOST_COUNTED = 31; // questions that five bits can count

/**
 * 32 bits that depend on every letter: FNV-1a with the last step of MurmurHash3. It keeps no secret.
 * @param {string} text
 */
export function checksum(text) {
  let found = 2166136261;
  for (const byte of new TextEncoder().encode(text)) found = Math.imul(found ^ byte, 16777619);
  found = Math.imul(found ^ (found >>> 16), 0x85ebca6b);
  found = Math.imul(found ^ (found >>> 13), 0xc2b2ae35);
  return (found ^ (found >>> 16)) >>> 0;
}

/**
 * The number of a choice of chapters, whatever their order; 0 for none, which is the whole course.
 * @param {string[]} chapters
 */
export function choiceOf(chapters) {
  return chapters.length ? (checksum(chapters.toSorted().join(",")) % 1023) + 1 : 0;
}

/**
 * @param {Result} result
 * @param {string} course
 */
export function encode({ first, before, after, of, choice, number }, course) {
  let bits = BigInt(first === "b" ? 1 : 0);
  for (const [value, width] of [
    [before, 5],
    [after, 5],
    [of, 5],
    [choice, 10],
    [number, 14],
  ]) {
    bits = (bits << BigInt(width)) | BigInt(value);
  }
  const body = letters(bits, 8);
  return grouped(body + letters(BigInt(checksum(`${course}:${body}`) >>> 12), 4));
}

/**
 * What a code of this course holds. Throws an Error with the reason where it is none.
 * @param {string} text
 * @param {string} course
 * @returns {Result}
 */
export function decode(text, course) {
  const code = alike(plain(text));
  if (code.length !== CODE_LENGTH)
    throw new Error(`it has ${code.length} letters and digits; a code has ${CODE_LENGTH}`);
  const wrong = [...code].find((letter) => !LETTERS.includes(letter));
  if (wrong) throw new Error(`it holds ${wrong}, and no code does`);
  const body = code.slice(0, 8);
  if (letters(BigInt(checksum(`${course}:${body}`) >>> 12), 4) !== code.slice(8)) {
    throw new Error("a letter in it is wrong, or it is from another course");
  }
  const bits = [...body].reduce((all, letter) => (all << 5n) | BigInt(LETTERS.indexOf(letter)), 0n);
  const part = (/** @type {number} */ from, /** @type {number} */ most) =>
    Number((bits >> BigInt(from)) & BigInt(most));
  const [before, after, of] = [part(34, 31), part(29, 31), part(24, 31)];
  if (of < Math.max(1, before, after)) throw new Error(`it says ${Math.max(before, after)} of ${of} right`);
  return { first: "ab"[part(39, 1)], before, after, of, choice: part(14, 1023), number: part(0, 16383) };
}

/**
 * The results in lines of text, each once, and a sentence on everything that is left out. A line may hold words beside
 * its codes, as those of a chat do; in a line without a code in groups all must be one.
 * @param {string} text
 * @param {string} course
 * @returns {{results: Result[], wrong: string[]}}
 */
export function collect(text, course) {
  /** @type {Map<string, Result>} */
  const results = new Map();
  const wrong = [];
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  for (const line of lines.filter(Boolean)) {
    const words = line.split(/[\s,;]+/).filter((word) => DASHES.test(word) && plain(word).length >= LIKE_A_CODE);
    for (const one of words.length ? words : [line]) {
      try {
        const result = decode(one, course);
        const code = encode(result, course);
        if (results.has(code)) wrong.push(`${code} stands twice; it is counted once.`);
        results.set(code, result);
      } catch (error) {
        wrong.push(`${short(one)} is left out: ${/** @type {Error} */ (error).message}.`);
      }
    }
  }
  return { results: [...results.values()], wrong };
}

/**
 * The code of the two short tests, or '' where one is missing or they do not fit into a code.
 * @param {Forms} forms
 * @param {string[]} chapters that they are about; none is the whole course
 * @param {string} course
 */
export function codeOfForms({ first, before, after, seed }, chapters, course) {
  if (!before || !after || before.of !== after.of || before.of > MOST_COUNTED) return "";
  return encode(
    {
      first,
      before: before.right,
      after: after.right,
      of: before.of,
      choice: choiceOf(chapters),
      number: checksum(`number ${seed}`) & 16383,
    },
    course,
  );
}

/**
 * The code of a certificate: of the course and its version, the day, the score and the name, whatever its case and
 * spaces.
 * @param {{name: string, on: string, right: number, of: number, version: string}} facts
 * @param {string} course
 */
export function certificateCode({ name, on, right, of, version }, course) {
  const holder = name.normalize("NFC").toLowerCase().trim().replace(/\s+/g, " ");
  const text = [course, version.trim(), on, right, of, holder].join("\n");
  const half = (/** @type {number} */ i) => letters(BigInt(checksum(`${i}\n${text}`) >>> 12), 4);
  return `${half(1)}-${half(2)}`;
}

/**
 * Letters and digits of a code as it was typed, with those that are taken for others put right.
 * @param {string} text
 */
export function typed(text) {
  return alike(plain(text));
}

/** @param {string} text */
function plain(text) {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

/** @param {string} code */
function alike(code) {
  return code.replace(/O/g, "0").replace(/[IL]/g, "1");
}

/**
 * @param {bigint} bits
 * @param {number} count
 */
function letters(bits, count) {
  return Array.from({ length: count }, (_, i) => LETTERS[Number((bits >> BigInt(5 * (count - 1 - i))) & 31n)]).join("");
}

/** @param {string} code */
function grouped(code) {
  return code.match(/.{1,4}/g)?.join("-") || "";
}

/** @param {string} text */
function short(text) {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
