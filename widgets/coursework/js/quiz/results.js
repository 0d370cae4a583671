/* The page of who teaches: the codes of a class, added up. Nothing is kept or sent. */
import { courseName, element } from "../../../explorers/js/page.js";
import { collect } from "./codes.js";
import { part } from "./form.js";
import { report } from "./gains.js";

/** @param {HTMLElement} root */
export function setUpResults(root) {
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const result = part(root, ".quiz-result");
  const codes = /** @type {HTMLTextAreaElement} */ (part(form, "textarea"));
  /** @type {Record<string, string>} */
  const names = JSON.parse(root.dataset.names || "{}");
  const quantiles = JSON.parse(root.dataset.quantiles || "[]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { results, wrong } = collect(codes.value, courseName());
    const parts = report(results, names, quantiles).flatMap(({ title, lines }) => [
      element("h3", title),
      ...lines.map((line) => element("p", line)),
    ]);
    const none = codes.value.trim()
      ? "There is no code of this course among them."
      : "Paste the codes first, one a line.";
    result.replaceChildren(
      element("h2", "The class"),
      ...(parts.length ? [...parts, element("p", root.dataset.caution)] : [element("p", none)]),
      ...(wrong.length ? [element("h3", "Left out"), list(wrong)] : []),
    );
    result.hidden = false;
    result.focus();
  });
}

/** @param {string[]} sentences */
function list(sentences) {
  const made = element("ul");
  made.append(...sentences.map((one) => element("li", one)));
  return made;
}
