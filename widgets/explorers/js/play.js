/* Play: step an ordered control by itself, from where it stands to its end. A hand on any control stops it. */
import { moveTo, position } from "./controls.js";

/** @typedef {import("./controls.js").Control} Control */

const PACE = 900; // ms a step: long enough to read what changed

/**
 * Bring the button that plays a control to life, where an explorer has one (data-play).
 * @param {HTMLFormElement} form
 * @param {Control[]} controls
 */
export function playable(form, controls) {
  const button = form.querySelector(".explorer-play");
  const control = controls.find((one) => "play" in one.dataset);
  if (!button || !control) return;
  const last = Number(/** @type {HTMLInputElement} */ (control).max);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let running;
  const stop = () => {
    clearInterval(running);
    running = undefined;
    button.textContent = "Play";
  };
  const step = () => {
    moveTo(control, position(control) + 1);
    if (position(control) >= last) stop();
  };
  button.addEventListener("click", () => {
    if (running) return stop();
    if (position(control) >= last) moveTo(control, 0);
    button.textContent = "Stop";
    running = setInterval(step, PACE);
  });
  form.addEventListener("pointerdown", ({ target }) => target !== button && stop());
  form.addEventListener("keydown", ({ target }) => target !== button && stop());
  document.addEventListener("visibilitychange", () => document.hidden && stop());
}
