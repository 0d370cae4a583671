/* The certificate, filled in from the newest passed test. */
import { courseName } from "../../../explorers/js/page.js";
import { certificateCode } from "./codes.js";
import { part } from "./form.js";
import { gain, saveGain } from "./standing.js";
import { isAttempt, passedAttempt } from "./store.js";
import { inWords } from "./words.js";

/**
 * @param {HTMLElement} root
 * @param {ReturnType<typeof import("./store.js").makeStore>} store
 */
export function setUpCertificate(root, store) {
  const form = part(root, "form");
  const name = /** @type {HTMLInputElement} */ (part(root, "#quiz-name"));
  /** @type {import("./store.js").Attempt | null} */
  let attempt = null;
  name.addEventListener("input", () => {
    part(root, "[data-holder]").textContent = name.value.trim() || "(your name)";
    code();
  });
  part(root, "[data-save-gain]").addEventListener("click", () => saveGain(root, store.state.forms));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.print();
  });
  const show = () => {
    attempt = passedAttempt(store.state) || carried(location.hash, Number(root.dataset.passMark));
    part(root, "[data-none]").hidden = !!attempt;
    form.hidden = part(root, ".quiz-certificate").hidden = !attempt;
    if (!attempt) return;
    const percent = Math.round((100 * attempt.right) / attempt.of);
    part(root, "[data-on]").textContent = inWords(attempt.on);
    const gained = gain(store.state.forms);
    part(root, "[data-gain]").textContent = gained;
    part(root, "[data-gain]").hidden = part(root, "[data-save-gain]").hidden = !gained;
    part(root, "[data-score]").textContent = `${attempt.right} of ${attempt.of} (${percent}\u00a0%)`;
    code();
  };
  const code = () => {
    const facts = attempt && { ...attempt, name: name.value, version: root.dataset.version || "" };
    part(root, "[data-code]").textContent =
      facts && name.value.trim() ? certificateCode(facts, courseName()) : "(with your name)";
  };
  store.whenChanged(show);
  window.addEventListener("hashchange", show);
  show();
}

/**
 * A passed test that the address carries, '#passed=2026-11-28.18.20', where the browser keeps nothing; or null.
 * @param {string} hash
 * @param {number} mark in per cent
 */
export function carried(hash, mark) {
  const [, on, right, of] = hash.match(/^#passed=([\d-]+)\.(\d{1,4})\.(\d{1,4})$/) || [];
  const attempt = { on, right: Number(right), of: Number(of), passed: true };
  return isAttempt(attempt) && 100 * attempt.right >= mark * attempt.of ? attempt : null;
}
