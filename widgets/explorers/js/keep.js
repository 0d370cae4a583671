/* Keep a view and compare the next with it: a ghost behind the figure, both readouts beside each other. */
import { settingsInWords } from "./controls.js";
import { misfit, withGhost } from "./ghost.js";
import { element } from "./page.js";
import { readouts } from "./tables.js";

/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./drawing.js").Figure} Figure */
/** @typedef {{figure: Figure, words: [string, string][]}} Shown */

/**
 * Give an explorer with controls the button to keep a view.
 * @param {HTMLElement} root
 * @param {Control[]} controls
 * @param {{current: () => Shown | null, redraw: () => void, tell: (words: string) => void}} player
 * @returns {{behind: (figure: Figure) => Figure, key: () => string}} what draws the ghost, and a word that changes with it
 */
export function keepable(root, controls, player) {
  /** @type {Shown | null} */
  let kept = null;
  let refused = "";
  const place = root.querySelector(".explorer-readouts");
  const form = root.querySelector(".explorer-controls");
  if (!controls.length || !place || !form) return { behind: (figure) => figure, key: () => "" };

  const button = element("button", "Keep this view");
  button.type = "button";
  button.className = "explorer-keep";
  button.setAttribute("aria-pressed", "false");
  form.append(button);
  const beside = element("div", "", "explorer-kept");
  beside.hidden = true;
  place.after(beside);

  button.addEventListener("click", () => {
    kept = kept ? null : player.current();
    refused = "";
    button.textContent = kept ? "Let go of the kept view" : "Keep this view";
    button.setAttribute("aria-pressed", String(!!kept));
    beside.hidden = !kept;
    beside.innerHTML = "";
    if (kept) beside.append(element("p", `Kept: ${settingsInWords(controls)}`), list(kept.words));
    player.tell(kept ? "Kept. Move a control: the kept view stays behind the new one." : "");
    player.redraw();
  });

  return {
    behind(figure) {
      if (!kept) return figure;
      const why = misfit(kept.figure, figure);
      if (why !== refused) player.tell(why && `The kept view cannot stand behind this one: ${why}. Its readouts stay.`);
      refused = why;
      return why ? figure : withGhost(figure, kept.figure);
    },
    key: () => (kept ? `kept ${refused}` : ""),
  };
}

/** @param {[string, string][]} words */
function list(words) {
  const made = element("div");
  made.innerHTML = readouts(words);
  return made;
}
