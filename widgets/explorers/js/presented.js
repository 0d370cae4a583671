/* A figure that is a step of a presentation: the page around it says when its words are shown, and gets the keys that
 * the figure does not need. */
import { isAsking } from "./guess.js";

const ALWAYS = ["Escape", "PageUp", "PageDown"]; // the last two are those of a clicker
const ELSEWHERE = ["ArrowLeft", "ArrowRight", "Enter"]; // where no control is in use that has a use for them

/**
 * @param {HTMLElement} root
 * @param {() => void} open shows caption and readouts
 */
export function presented(root, open) {
  document.documentElement.dataset.present = "";
  root.dataset.hidden = "";
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data?.type !== "explorer-reveal") return;
    if (data.shown) reveal(root, open);
    else root.dataset.hidden = "";
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const free = !(target instanceof Element && target.closest("input, select, button, textarea, a, summary"));
    if (!ALWAYS.includes(key) && !(free && ELSEWHERE.includes(key))) return;
    event.preventDefault();
    window.parent.postMessage({ type: "explorer-key", key }, "*"); // no secret: which key was pressed
  });
  window.parent.postMessage({ type: "explorer-ready" }, "*");
}

/**
 * Show all: the answer of a figure that still asks, with the votes of the room where they were counted.
 * @param {HTMLElement} root
 * @param {() => void} open
 */
function reveal(root, open) {
  if (isAsking(root)) {
    const button = root.querySelector(".tally-reveal") || root.querySelector(".guess-show");
    /** @type {HTMLElement | null} */ (button)?.click();
  }
  open();
}
