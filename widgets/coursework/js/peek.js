/* A tap on a term or a citation opens its definition or its reference in place; "Go there" follows the link.
 * Definitions come in a script of their own (widgets/coursework/site/peeks.py), fetched at the first tap. */
import { element } from "../../explorers/js/page.js";

const SCRIPT = /** @type {HTMLScriptElement} */ (document.currentScript);
const LINKS = 'a[href^="#cite-"], a[href*="#term-"]';

/** @type {Promise<Record<string, string>> | undefined} */
let fetching;
/** @type {HTMLElement | undefined} */
let box;

if ("popover" in HTMLElement.prototype) document.addEventListener("click", peek);

/** @param {MouseEvent} event */
async function peek(event) {
  const link = /** @type {Element} */ (event.target).closest?.(LINKS);
  if (!(link instanceof HTMLAnchorElement) || !link.closest("article") || link.closest(".explorer-peek")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // wants a tab of its own
  const anchor = decodeURIComponent(link.hash.slice(1));
  event.preventDefault();
  const html = (anchor.startsWith("cite-") ? reference(anchor) : (await terms())[anchor]) || "";
  if (html) show(link, html);
  else location.href = link.href;
}

/**
 * The reference at the foot of the page, without the links back.
 * @param {string} anchor
 */
function reference(anchor) {
  return document.getElementById(anchor)?.querySelector("p")?.outerHTML;
}

function terms() {
  fetching ??= new Promise((resolve) => {
    const tag = document.createElement("script");
    tag.src = new URL("glossary-text.js", SCRIPT.src).href;
    tag.onload = () => resolve(window.courseTerms || {});
    tag.onerror = () => resolve({}); // the link is followed
    document.head.append(tag);
  });
  return fetching;
}

/**
 * @param {HTMLAnchorElement} link
 * @param {string} html
 */
function show(link, html) {
  box ??= make();
  const go = element("a", link.hash.startsWith("#cite-") ? "Go to the list" : "Go to the glossary", "explorer-peek");
  go.href = link.href;
  go.addEventListener("click", () => box?.hidePopover());
  const head = element("p", link.textContent || "", "peek-head");
  box.innerHTML = html;
  box.prepend(head);
  box.append(go);
  box.setAttribute("aria-label", link.textContent || "");
  link.after(box); // next in the order of reading and of the Tab key
  box.showPopover();
  place(box, link);
  box.focus();
  box.addEventListener("toggle", (event) => returnTo(link, event), { once: true });
}

function make() {
  const made = element("div", "", "peek");
  made.popover = "auto"; // Escape, or a tap elsewhere, closes it
  made.tabIndex = -1;
  made.setAttribute("role", "dialog");
  return made;
}

/**
 * Below the link, or above it where there is more room.
 * @param {HTMLElement} popover
 * @param {Element} link
 */
function place(popover, link) {
  const at = link.getBoundingClientRect();
  const [width, height] = [popover.offsetWidth, popover.offsetHeight];
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
  const below = at.bottom + 6;
  const top = below + height <= window.innerHeight || at.top < height ? below : at.top - height - 6;
  popover.style.left = `${left}px`;
  popover.style.top = `${top}px`;
}

/**
 * Once closed, the focus is where it was.
 * @param {HTMLElement} link
 * @param {Event} event
 */
function returnTo(link, event) {
  if (/** @type {ToggleEvent} */ (event).newState !== "closed") {
    box?.addEventListener("toggle", (next) => returnTo(link, next), { once: true });
    return;
  }
  const active = document.activeElement;
  if (!active || active === document.body || box?.contains(active)) link.focus();
}
