/* The figure for a room: it fills the screen, with its controls at the side. Only on the page of the figure alone. */
import { USUAL } from "./drawing.js";
import { element, isPresented } from "./page.js";
import { presented } from "./presented.js";

const SMALLEST = 16; // px on the screen for a text of the figure ...
const DRAWN = 12; // ... of which none is drawn smaller than this
const SMALL = 0.875; // the smallest words beside it, of the page's letters (player.css, project.css)
const BESIDE = 800; // px of the window; in less the figure cannot stand beside its controls (project.css)
const ROOMY = 600; // px; a figure drawn into less is cramped

/** @typedef {import("./link.js").Sharing} Sharing */

/**
 * Offer the view for a room; where this is the page of the figure alone, give that view.
 * @param {HTMLElement} root
 * @param {Sharing} sharing
 * @param {HTMLButtonElement} scan shows the view as a code for the phones in the room
 */
export function projectable(root, sharing, scan) {
  const page = document.documentElement;
  if (root.dataset.alone) {
    sharing.add("Project", "Fill the screen with this view", () => {
      const [place, view] = sharing.alone().split("#");
      location.href = `${place}?project#${view}`;
    });
  }
  if (!root.dataset.home) return;
  const plot = /** @type {HTMLElement} */ (root.querySelector(".explorer-plot"));
  const asks = root.querySelector(".explorer-guess");
  const stage = element("div", "", "explorer-stage");
  const reveal = element("button", "Reveal");
  const code = element("button", scan.textContent || "");
  const leave = element("button", "Leave (Esc)");
  reveal.type = code.type = leave.type = "button";
  stage.append(reveal, code, leave);
  root.append(stage);
  const caption = /** @type {HTMLElement} */ (root.querySelector("figcaption"));
  let height = USUAL;
  let room = 0; // px that a figure may be high, drawn with words of a room's size; 0 where it stands as on its page

  const asOnItsPage = () => {
    delete plot.dataset.tall;
    room = 0;
    plot.style.width = plot.style.transform = plot.style.position = root.style.minHeight = "";
  };
  const fit = () => {
    page.style.fontSize = "";
    place();
    if (isPresented() && page.scrollHeight > window.innerHeight) {
      page.style.fontSize = `${SMALLEST / SMALL}px`; // so that what stands beside the figure is all seen, or more of it
      place();
    }
    if (isPresented() && room) drawnInto(room); // last: what is drawn is fitted in its turn
  };
  const place = () => {
    if (!("project" in page.dataset)) return;
    if (window.innerWidth < BESIDE) return asOnItsPage();
    const side = plot.parentElement ? Number.parseFloat(getComputedStyle(root).paddingInlineStart) : 0;
    const left = plot.offsetLeft;
    const wide = window.innerWidth - left - side;
    const above = isPresented() ? caption.offsetHeight : 0; // there it stands above figure and controls
    const tall = window.innerHeight - 2 * side - above;
    if (root.dataset.scene) {
      const box = plot.querySelector("svg")?.viewBox.baseVal; // a scene is as tall as its width makes it
      if (box) plot.style.width = `${Math.min(wide, (tall * box.width) / box.height)}px`;
      plot.style.position = "sticky";
      return;
    }
    const roomy = scaleFor(wide, tall, height);
    const scale = isPresented() ? Math.min(roomy, tall / height) : roomy; // nobody scrolls before a room
    plot.style.width = `${Math.floor(wide / scale)}px`;
    plot.style.transform = `scale(${scale})`;
    plot.style.position = height * scale < window.innerHeight ? "sticky" : ""; // the column beside it may be longer
    root.style.minHeight = `${Math.floor(height * scale + 2 * side + above)}px`;
    room = Math.floor(tall / (SMALLEST / DRAWN));
  };
  /** Draw the figure no higher than there is room for it with words of a room's size. */
  const drawnInto = (/** @type {number} px */ tall) => {
    if (plot.dataset.tall === String(tall)) return;
    plot.dataset.tall = String(tall);
    root.dispatchEvent(new CustomEvent("explorer:room"));
  };
  const open = () => {
    delete root.dataset.hidden;
    fit();
  };
  const begin = () => {
    page.dataset.project = "";
    if (asks) root.dataset.hidden = "";
    fit();
    if (isPresented()) return; // the step has the focus
    const hands = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("input, select"));
    Array.from(hands)
      .find((hand) => hand.offsetParent)
      ?.focus({ preventScroll: true });
  };
  const end = () => {
    delete page.dataset.project;
    delete root.dataset.hidden;
    asOnItsPage();
  };

  sharing.add("Project", "Fill the screen with this view", begin);
  reveal.addEventListener("click", open);
  code.addEventListener("click", () => scan.click());
  leave.addEventListener("click", end);
  root.addEventListener("explorer:guessed", open);
  root.addEventListener("explorer:drawn", (event) => {
    const asDrawn = /** @type {any} */ (plot)._fullLayout?.height; // lower than its own where there is less room
    height = asDrawn || /** @type {CustomEvent} */ (event).detail.figure.layout?.height || USUAL;
    fit();
  });
  window.addEventListener("resize", fit);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && !isPresented() && end());
  if (isPresented()) {
    begin();
    presented(root, open);
  } else if (new URLSearchParams(location.search).has("project")) begin();
}

/**
 * How many times as large a figure is shown as it is drawn: it fills what there is, unless its words were too small.
 * @param {number} wide px that there are
 * @param {number} tall px that there are
 * @param {number} height px of the figure as it is drawn
 */
export function scaleFor(wide, tall, height) {
  return Math.max(SMALLEST / DRAWN, Math.min(tall / height, wide / ROOMY));
}
