/* On a phone the controls and readouts stay in view while their figure is. */

const SHARE = 0.6; // of the window's height: more is not taken from the figure

/**
 * How far above the window's top the hand sticks, px, 0 or less: where it is too high, its lower part stays, with the
 * readouts; but never less than the control that is in use.
 * @param {number} height of the hand
 * @param {number} room the window's height
 * @param {number} used where in the hand the control in use begins; Infinity without one
 */
export function handTop(height, room, used) {
  return Math.round(Math.max(Math.min(0, room * SHARE - height), -used));
}

/**
 * Tell the style (--hand-top) where the hand of an explorer sticks.
 * @param {HTMLElement} root
 */
export function stickHand(root) {
  const hand = /** @type {HTMLElement | null} */ (root.querySelector(".explorer-hand"));
  if (!hand || typeof ResizeObserver !== "function") return;
  let used = Infinity;
  const fit = () => hand.style.setProperty("--hand-top", `${handTop(hand.offsetHeight, innerHeight, used)}px`);
  hand.addEventListener("focusin", ({ target }) => {
    const place = /** @type {Element} */ (target).closest("[data-control]")?.closest(".explorer-controls > *");
    const focused = place || /** @type {Element} */ (target);
    used = Math.max(0, focused.getBoundingClientRect().top - hand.getBoundingClientRect().top - 8);
    fit();
  });
  new ResizeObserver(fit).observe(hand);
  window.addEventListener("resize", fit);
}
