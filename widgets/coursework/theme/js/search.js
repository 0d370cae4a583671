/* Finds the words of ?q= in courseText (search-text.js, written by widgets/coursework/site/search.py). */
import { element, isWhole } from "../../../explorers/js/page.js";
import { search, snippet, wordsOf } from "./find.js";

/** @param {string} wanted */
function answer(wanted) {
  const words = wordsOf(wanted);
  const found = search(globalThis.courseText, words);
  const count = found.length === 1 ? "1 section mentions" : `${found.length || "No"} sections mention`;
  const summary = /** @type {HTMLElement} */ (document.getElementById("search-summary"));
  const advice = found.length ? "" : " Check the spelling, or look for a shorter part of the word.";
  summary.textContent = `${count} “${wanted}”.${advice}`;
  document.getElementById("search-results")?.append(...found.map((section) => item(section, words)));
}

/**
 * @param {import("./find.js").Section} section
 * @param {string[]} words
 */
function item({ title, page, address, text }, words) {
  const entry = element("li");
  const link = element("a", title);
  link.href = address;
  entry.append(link);
  if (page !== title) entry.append(` in ${page}`);
  if (text) {
    const shown = element("p");
    shown.append(...snippet(text, words).map((piece, i) => (i % 2 ? element("mark", piece) : piece)));
    entry.append(shown);
  }
  return entry;
}

const field = /** @type {HTMLInputElement | null} */ (document.getElementById("search-input"));
if (isWhole() && field) {
  const wanted = (new URLSearchParams(location.search).get("q") || "").trim();
  field.value = wanted;
  if (wanted) answer(wanted);
  else field.focus();
}
