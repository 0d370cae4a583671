/* Keep a view and compare the next with it: a ghost behind the figure, both readouts beside each other. */
import { settingsInWords } from "./controls.js";
import { misfit, withGhost } from "./ghost.js";
import { element } from "./page.js";
import { readoutPlaces, readouts } from "./tables.js";

/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./drawing.js").Figure} Figure */
/** @typedef {{figure: Figure, words: [string, string][], moving: Set<number>}} Shown */

/**
 * Bring the button that keeps a view to life, where an explorer has one.
 * @param {HTMLElement} root
 * @param {Control[]} controls
 * @param {{current: () => Shown | null, redraw: () => void, tell: (words: string) => void}} player
 * @returns {{behind: (figure: Figure) => Figure, key: () => string}} what draws the ghost, and a word that changes with it
 */
export function keepable(root, controls, player) {
  /** @type {Shown | null} */
  let kept = null;
  let refused = "";
  const button = root.querySelector(".explorer-keep");
  if (!button) return { behind: (figure) => figure, key: () => "" };

  button.addEventListener("click", () => {
    kept = kept ? null : player.current();
    refused = "";
    button.textContent = kept ? "Let go of the kept view" : "Keep this view";
    button.setAttribute("aria-pressed", String(!!kept));
    root.querySelectorAll(".explorer-kept").forEach((old) => old.remove());
    if (kept) {
      if (isBeside(root)) {
        const places = readoutPlaces(root, kept.words).filter(([, words], i) => !i || words.length);
        places.forEach(([place, words]) => place.after(list(words)));
      } else {
        // Above the figure they would leave a phone no room for it.
        root.querySelector(".explorer-board")?.after(list(kept.words));
      }
      root.querySelector(".explorer-kept")?.prepend(element("p", `Kept: ${settingsInWords(controls)}`));
    }
    player.tell(kept ? "Kept. Move a control: the kept view stays behind the new one." : "");
    player.redraw();
  });

  return {
    behind(figure) {
      if (!kept) return figure;
      const why = misfit(kept.figure, figure);
      if (why !== refused) player.tell(why && `The kept view cannot stand behind this one: ${why}. Its readouts stay.`);
      refused = why;
      return why ? figure : withGhost(figure, kept.figure, kept.moving);
    },
    key: () => (kept ? `kept ${refused}` : ""),
  };
}

/**
 * Whether the controls and readouts stand beside the figure, and not above it.
 * @param {HTMLElement} root
 */
function isBeside(root) {
  const [hand, plot] = [".explorer-hand", ".explorer-plot"].map((part) => root.querySelector(part));
  return !!hand && !!plot && plot.getBoundingClientRect().left >= hand.getBoundingClientRect().right;
}

/** @param {[string, string][]} words */
function list(words) {
  const made = element("div", "", "explorer-kept");
  made.innerHTML = readouts(words);
  return made;
}
