/* A figure alone on its page: how to embed it, and how tall it is, for the page that frames it. */
import { element } from "./page.js";

/** @typedef {import("./link.js").Sharing} Sharing */

const STARTING_HEIGHT = 900; // px, until the framing page is told better

/**
 * Offer the lines that embed the present view, where there is a page of the figure alone.
 * @param {HTMLElement} root
 * @param {Sharing} sharing
 */
export function embeddable(root, sharing) {
  if (!standsAlone(root)) return;
  sharing.add("Embed", "Lines for a page of your own, with this view", () => {
    const field = element("textarea");
    field.readOnly = true;
    field.rows = 4;
    field.value = frame(sharing.alone(), `${shortName(root)}, ${document.title.split(" · ").pop()}`);
    field.setAttribute("aria-label", "The lines that embed this view");
    const words =
      location.protocol === "file:"
        ? "This copy of the course is a file on this computer, which no other page can embed: put it on a website first."
        : "Who may frame the course is set where it is hosted. The figure tells its height by a message.";
    sharing.open(field, element("p", words));
    field.focus();
    field.select();
  });
}

/**
 * The lines for a page of somebody else.
 * @param {string} address
 * @param {string} title
 */
export function frame(address, title) {
  const [src, name] = [address, title].map((text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;"));
  return `<iframe src="${src}" title="${name}" loading="lazy" width="100%" height="${STARTING_HEIGHT}" style="border:0" allow="fullscreen; clipboard-write"></iframe>`;
}

/**
 * Whether there is a page of the figure alone, or this is it.
 * @param {HTMLElement} root
 */
export function standsAlone(root) {
  return !!(root.dataset.alone || root.dataset.home);
}

/** @param {HTMLElement} root */
function shortName(root) {
  return root.querySelector(".explorer-plot")?.getAttribute("aria-label") || root.id;
}

/**
 * Tell the page around this one how tall the figure is, now and when that changes: a message of our own, and the one
 * that Canvas listens to.
 * @param {HTMLElement} root
 */
export function tellHeight(root) {
  if (!root.dataset.home || window.parent === window || typeof ResizeObserver !== "function") return;
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    window.parent.postMessage({ type: "explorer-height", name: root.id, height }, "*"); // no secret: any page may frame
    window.parent.postMessage({ subject: "lti.frameResize", height }, "*");
  }).observe(document.body);
}
