/* A hand on a scene: parts with data-move="name stop" move that control there, as if by its own handle. */
import { moveTo, position } from "./controls.js";

/** @typedef {import("./controls.js").Control} Control */

/**
 * Let the parts of a drawing be touched, and dragged over.
 * @param {HTMLElement} plot
 * @param {Control[]} controls
 */
export function touchable(plot, controls) {
  let dragged = ""; // the control that a hand began to move; none other follows it
  /** @param {PointerEvent} event */
  const follow = ({ clientX, clientY }) => {
    const under = document.elementsFromPoint(clientX, clientY); // words may lie over it; a finger stays with what it touched first
    const part = under.map((one) => one.closest("[data-move]")).find((one) => one && plot.contains(one));
    if (!part) return;
    const [name, stop] = String(part.getAttribute("data-move")).split(" ");
    const control = controls.find((one) => one.dataset.control === name);
    dragged ||= name;
    if (control && dragged === name && position(control) !== Number(stop)) moveTo(control, Number(stop));
  };
  plot.addEventListener("pointerdown", (event) => {
    dragged = "";
    if (event.isPrimary && event.button === 0) follow(event);
  });
  plot.addEventListener("pointermove", (event) => event.buttons === 1 && dragged && follow(event));
}
