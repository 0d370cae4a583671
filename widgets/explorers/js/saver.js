/* Saves what an explorer asks for: loaded by player.js at the first press of such a button, and not before. */
import { save } from "./save.js";

document.addEventListener("explorer:save", (event) => {
  const { controls, figure, stop, kind, tell } = /** @type {CustomEvent} */ (event).detail;
  save(/** @type {HTMLElement} */ (event.target), controls, figure, stop, kind, tell);
});
