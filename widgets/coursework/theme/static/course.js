// The shell of every page: light and dark theme, menu, list of headings. Loaded in the head, so that a dark
// page is dark from its first paint. Whoever draws (player.js) watches the data-theme of <html>.
(function () {
  "use strict";
  var root = document.documentElement;
  var prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  var wide = window.matchMedia("(min-width: 60rem)"); // as in course.css: the menu is a column
  var widest = window.matchMedia("(min-width: 80rem)"); // so are the headings of the page

  // Storage may be missing or throw (a page opened from a file, strict privacy settings). It is one for all courses
  // of an address, so each writes under its own name. What the first edition wrote under none is still read.
  function remember(key, value) {
    try {
      localStorage.setItem(root.dataset.course + ":" + key, value);
    } catch (error) {
      /* the choice holds for this page only */
    }
  }
  function recall(key) {
    try {
      var own = localStorage.getItem(root.dataset.course + ":" + key);
      return own === null ? localStorage.getItem(key) : own;
    } catch (error) {
      return null;
    }
  }

  function applyTheme(mode) {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (prefersDark.matches ? "dark" : "light") : mode;
  }

  function setUpTheme() {
    var button = document.querySelector(".theme-switch-button");
    function name() {
      var mode = root.dataset.mode;
      button.lastElementChild.textContent = mode[0].toUpperCase() + mode.slice(1);
      button.setAttribute("aria-label", (button.title = "Theme: " + mode + ". Change it"));
    }
    button.addEventListener("click", function () {
      // From auto, the first step always changes something.
      var order = prefersDark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
      applyTheme(order[(order.indexOf(root.dataset.mode) + 1) % order.length]);
      remember("mode", root.dataset.mode);
      name();
    });
    name();
    button.hidden = false;
  }

  // On a phone the menu opens over the page; on a wide screen it is a column that can be put away.
  function showMenu(open) {
    root.dataset.menu = open ? "open" : "closed";
  }
  function fitMenu() {
    showMenu(wide.matches && recall("menu") !== "closed");
  }
  function setUpMenu() {
    var button = document.querySelector(".primary-toggle");
    var menu = document.getElementById("course-menu");
    var current = menu.querySelector("[aria-current]");
    function tell() {
      button.setAttribute("aria-expanded", String(root.dataset.menu === "open"));
      if (current) menu.scrollTop = current.offsetTop - menu.offsetTop - menu.clientHeight / 2;
    }
    function closeOver() {
      if (wide.matches) return;
      showMenu(false);
      tell();
    }
    function isOutside(target) {
      return target && !menu.contains(target) && !button.contains(target);
    }
    button.addEventListener("click", function () {
      showMenu(root.dataset.menu === "closed");
      if (wide.matches) remember("menu", root.dataset.menu);
      tell();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || wide.matches || root.dataset.menu === "closed") return;
      closeOver();
      button.focus();
    });
    document.addEventListener("click", function (event) {
      if (isOutside(event.target)) closeOver();
    });
    menu.addEventListener("focusout", function (event) {
      if (isOutside(event.relatedTarget)) closeOver();
    });
    wide.addEventListener("change", function () {
      fitMenu();
      tell();
    });
    tell();
    button.hidden = false;
  }

  function setUpHeadings() {
    var headings = document.querySelector(".page-toc");
    if (!headings) return;
    function fit() {
      headings.open = widest.matches;
    }
    widest.addEventListener("change", fit);
    fit();
  }

  // pip takes the address of the course's package, wherever this copy of the course is.
  function setUpInstall() {
    document.querySelectorAll("[data-package]").forEach(function (line) {
      line.textContent = 'pip install jupyterlab "' + new URL(line.dataset.package, location.href).href + '"';
    });
  }

  // A table or formula wider than the screen scrolls: then the keyboard must reach it.
  function setUpScrollers() {
    var scrollers = document.querySelectorAll(".table-scroll, div.math, article pre");
    function fit() {
      scrollers.forEach(function (scroller) {
        if (scroller.scrollWidth > scroller.clientWidth) scroller.tabIndex = 0;
        else scroller.removeAttribute("tabindex");
      });
    }
    window.addEventListener("resize", fit);
    fit();
  }

  // A page or a script that broke off on its way: one sentence on top, and what did arrive stays to be read. Where
  // not even this script runs, layout.html says so.
  function tellBroken() {
    var told = document.querySelector(".course-broken");
    if (root.dataset.scripts === "broken" || !told) return;
    root.dataset.scripts = "broken";
    told.firstChild.textContent = "This page arrived only in part, so its figures and questions may not work. ";
  }
  window.addEventListener(
    "error",
    function (event) {
      if (event.target.tagName === "SCRIPT") tellBroken();
    },
    true,
  );

  root.dataset.scripts = "run"; // player.css shows the controls
  fitMenu();
  applyTheme(["light", "dark"].includes(recall("mode")) ? recall("mode") : "auto");
  prefersDark.addEventListener("change", function () {
    applyTheme(root.dataset.mode);
  });
  document.addEventListener("DOMContentLoaded", function () {
    if (!document.querySelector(".course-footer")) return tellBroken(); // the last element of a page
    setUpTheme();
    setUpMenu();
    setUpHeadings();
    setUpInstall();
    setUpScrollers();
  });
})();
