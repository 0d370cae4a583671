/* The shell of every page: light and dark theme, menu, list of headings. Loaded in the head, so that a dark
 * page is dark from its first paint. Whoever draws (player.js) watches the data-theme of <html>.
 */
import { courseName, element, recall, recallRaw, remember } from "../../../explorers/js/page.js";

const root = document.documentElement;
const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
const contrast = window.matchMedia("(forced-colors: active)"); // then the system chooses, also for figures
const wide = window.matchMedia("(min-width: 60rem)"); // as in course.css: the menu is a column
const widest = window.matchMedia("(min-width: 110rem)"); // so are the headings of the page

/**
 * What was chosen; what the first edition kept without a course's name is still read.
 * @param {string} name
 */
function chosen(name) {
  return recall(name) ?? recallRaw(name);
}

/**
 * The part of the page with this selector, which layout.html always has.
 * @param {string} selector
 */
function shell(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}

/* ---- theme ---- */

function mode() {
  return root.dataset.mode || "auto";
}

/** @param {string | null} wanted */
function applyTheme(wanted) {
  root.dataset.mode = wanted === "light" || wanted === "dark" ? wanted : "auto";
  const ofSystem = prefersDark.matches ? "dark" : "light";
  root.dataset.theme = mode() === "auto" || contrast.matches ? ofSystem : mode();
}

function setUpTheme() {
  const button = /** @type {HTMLButtonElement} */ (shell(".theme-switch-button"));
  button.addEventListener("click", () => {
    // From auto, the first step always changes something.
    const order = prefersDark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    applyTheme(order[(order.indexOf(mode()) + 1) % order.length]);
    remember("mode", mode());
    nameTheme();
  });
  nameTheme();
  button.hidden = false;
}

function nameTheme() {
  const button = shell(".theme-switch-button");
  const label = /** @type {Element} */ (button.lastElementChild);
  label.textContent = mode()[0].toUpperCase() + mode().slice(1);
  button.title = `Theme: ${mode()}. Change it`;
  button.setAttribute("aria-label", button.title);
}

/** Take the theme that was chosen on another page, in another tab or before the Back button. */
function followTheme() {
  applyTheme(chosen("mode"));
  if (document.querySelector(".theme-switch-button")) nameTheme();
}

/* ---- menu: on a phone it opens over the page; on a wide screen it is a column that can be put away ---- */

/** @param {boolean} open */
function showMenu(open) {
  root.dataset.menu = open ? "open" : "closed";
}

function fitMenu() {
  showMenu(wide.matches && chosen("menu") !== "closed");
}

function setUpMenu() {
  const button = shell(".primary-toggle");
  const menu = shell("#course-menu");
  const current = /** @type {HTMLElement | null} */ (menu.querySelector("[aria-current]"));
  const tell = () => {
    button.setAttribute("aria-expanded", String(root.dataset.menu === "open"));
    if (current) menu.scrollTop = current.offsetTop - menu.offsetTop - menu.clientHeight / 2;
  };
  const closeOver = () => {
    if (wide.matches) return;
    showMenu(false);
    tell();
  };
  const isOutside = (/** @type {EventTarget | null} */ target) =>
    target instanceof Node && !menu.contains(target) && !button.contains(target);
  button.addEventListener("click", () => {
    showMenu(root.dataset.menu === "closed");
    if (wide.matches) remember("menu", root.dataset.menu || "");
    tell();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || wide.matches || root.dataset.menu === "closed") return;
    closeOver();
    button.focus();
  });
  document.addEventListener("click", ({ target }) => isOutside(target) && closeOver());
  menu.addEventListener("focusout", ({ relatedTarget }) => isOutside(relatedTarget) && closeOver());
  wide.addEventListener("change", () => {
    fitMenu();
    tell();
  });
  tell();
  button.hidden = false;
}

/* ---- the page ---- */

function setUpHeadings() {
  const headings = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".page-toc"));
  if (!headings) return;
  const fit = () => void (headings.open = widest.matches);
  widest.addEventListener("change", fit);
  fit();
}

/** pip takes the address of the course's package, wherever this copy of the course is. */
function setUpInstall() {
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-package]"))) {
    line.textContent = `pip install jupyterlab "${new URL(line.dataset.package || "", location.href).href}"`;
  }
}

/** From a file, browsers pass over 'download' and would show a notebook's text in the place of the chapter. */
function setUpDownloads() {
  if (location.protocol !== "file:") return;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[download]"))) {
    link.target = "_blank";
    link.rel = "noopener";
  }
}

/** A table or formula wider than the screen scrolls: then the keyboard must reach it. To ask only once the page is laid
 * out, and only of what is open, spares a phone a fifth of a second. */
function setUpScrollers() {
  const observer = new ResizeObserver((entries) => {
    const scrollers = entries.map(({ target }) => /** @type {HTMLElement} */ (target));
    const wider = scrollers.map((scroller) => scroller.scrollWidth > scroller.clientWidth);
    scrollers.forEach((scroller, i) => {
      if (wider[i]) scroller.tabIndex = 0;
      else scroller.removeAttribute("tabindex");
    });
  });
  document.querySelectorAll(".table-scroll, div.math, article pre").forEach((scroller) => observer.observe(scroller));
}

/**
 * A page or a script that was cut off on its way: one sentence on top, and what did arrive stays to be read. Where
 * not even this script runs, layout.html says so.
 */
function tellBroken() {
  if (root.dataset.scripts === "broken" || !document.body) return;
  root.dataset.scripts = "broken";
  const words = "This page arrived only in part, so its figures and questions may not work. ";
  const told = document.querySelector(".course-broken");
  if (told?.firstChild && told.querySelector("a")) {
    told.firstChild.textContent = words;
    return;
  }
  const again = element("a", "Load it again"); // cut off even before that
  const made = element("p", words, "course-broken");
  again.href = "";
  made.setAttribute("role", "alert");
  made.append(again, ".");
  told?.remove();
  document.body.prepend(made);
}

window.addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLScriptElement && !("extra" in target.dataset)) tellBroken();
  },
  true,
);
root.dataset.scripts = "run"; // player.css shows the controls
fitMenu();
applyTheme(chosen("mode"));
for (const list of [prefersDark, contrast]) list.addEventListener("change", () => applyTheme(mode()));
window.addEventListener("storage", ({ key }) => {
  if (key === null || key === `${courseName()}:mode`) followTheme();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) followTheme();
});
document.addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector(".course-footer")) return tellBroken(); // the last element of a page
  if ("alone" in root.dataset) return; // a figure alone: no menu, and the theme that was chosen in the course
  setUpTheme();
  setUpHeadings();
  setUpInstall();
  setUpDownloads();
  setUpScrollers();
  setUpMenu(); // asks how large something is: the page is laid out for it
});
