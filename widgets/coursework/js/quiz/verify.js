/* Whether the code of a certificate belongs to what is printed on it. Nothing is kept or sent. */
import { courseName, element } from "../../../explorers/js/page.js";
import { certificateCode, typed } from "./codes.js";
import { part } from "./form.js";

const CERTIFICATE_LENGTH = 8;

/** @typedef {{name: string, on: string, right: string, of: string, version: string, code: string}} Entered */

/** @param {HTMLElement} root */
export function setUpVerify(root) {
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const result = part(root, ".quiz-result");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const entered = /** @type {Entered} */ (Object.fromEntries(new FormData(form)));
    const said = belonging(entered, courseName());
    result.replaceChildren(...said.map((words) => element("p", words)));
    result.hidden = false;
    result.focus();
  });
}

/**
 * What to say: all that is missing or cannot be, or else whether code and facts belong together.
 * @param {Entered} entered
 * @param {string} course
 */
export function belonging({ name, on, right, of, version, code }, course) {
  const wrong = [];
  if (!name.trim()) wrong.push("The name is missing.");
  if (!/^\d{4}-\d\d-\d\d$/.test(on)) wrong.push("The date is missing.");
  const [got, all] = [right, of].map((text) => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : -1));
  if (all < 1 || got < 0 || got > all) {
    wrong.push(`The score is '${right.trim()} of ${of.trim()}'; it must be from 0 to all of at least one.`);
  }
  const letters = typed(code);
  if (letters.length !== CERTIFICATE_LENGTH) {
    wrong.push(`The code has ${letters.length} letters and digits; that of a certificate has ${CERTIFICATE_LENGTH}.`);
  }
  if (wrong.length) return wrong;
  return letters === typed(certificateCode({ name, on, right: got, of: all, version }, course))
    ? ["They belong together: this code was made from exactly this name, date, score and version."]
    : [
        "They do not belong together. Compare each letter with the print; if all are as printed, something was changed.",
      ];
}
