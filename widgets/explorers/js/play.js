/* Play: step an ordered control by itself, from where it stands to its end. A hand on any control stops it. */
import { moveTo, position } from "./controls.js";
import { element } from "./page.js";

/** @typedef {import("./controls.js").Control} Control */

const PACE = 900; // ms a step: long enough to read what changed

/**
 * Give the controls that may be played (data-play) their button.
 * @param {HTMLFormElement} form
 * @param {Control[]} controls
 */
export function playable(form, controls) {
  for (const control of controls.filter((one) => "play" in one.dataset)) {
    const last = Number(/** @type {HTMLInputElement} */ (control).max);
    const button = element("button", "Play", "explorer-play");
    button.type = "button";
    form.querySelector(".explorer-quiet")?.prepend(button);
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
}
