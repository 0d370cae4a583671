/* Plays the explorers of a page: no kernel, no request, no module, works from file://.
 *
 * widgets/explorers/html.py writes the HTML, widgets/explorers/bake.py packs the stops; this script is their reader.
 * Each figure keeps its state in its native controls; nothing else is remembered.
 */
import { embeddable, tellHeight } from "./alone.js";
import { announcer } from "./announce.js";
import { say, settingsInWords, stopNumber, undoSwipes } from "./controls.js";
import { paced, palette, PAPER, redraw, whenWidthChanges } from "./drawing.js";
import { ask, isAsking } from "./guess.js";
import { stickHand } from "./hand.js";
import { isWhole, loadBeside, whenAsked } from "./page.js";
import { keepable } from "./keep.js";
import { enlarge, keepRoom } from "./letters.js";
import { linkable } from "./link.js";
import { playable } from "./play.js";
import { projectable } from "./project.js";
import { scannable } from "./qr.js";
import { reportLine } from "./report.js";
import { drawScene, WIDE } from "./scene.js";
import { at, changesBetween, movingTraces, unpack } from "./stops.js";
import { readoutPlaces, readouts, tableHtml, tables } from "./tables.js";
import { touchable } from "./touch.js";

/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./drawing.js").Colours} Colours */
/** @typedef {import("./stops.js").Stops} Stops */

const SCRIPT = /** @type {HTMLScriptElement} */ (document.currentScript);

/**
 * Bring an explorer to life.
 * @param {HTMLElement} root
 */
function play(root) {
  const form = /** @type {HTMLFormElement} */ (root.querySelector(".explorer-controls"));
  const controls = /** @type {Control[]} */ (Array.from(form.querySelectorAll("[data-control]")));
  const plot = /** @type {HTMLElement} */ (root.querySelector(".explorer-plot"));
  const numbers = /** @type {HTMLDetailsElement} */ (root.querySelector(".explorer-numbers"));
  /** @type {Promise<void> | null} */
  let loading = null; // until the stops are unpacked and Plotly is there
  /** @type {Stops | null} */
  let stops = null;
  /** @type {Colours | null} */
  let colours = null; // the page's
  let printing = false; // whatever asks for the figure meanwhile gets it as on paper
  /** @type {{stop: number, colours: Colours, ghost: string} | null} */
  let drawn = null; // of the figure that stands there, if it fits
  const failed = (/** @type {any} */ error) => fail(root, error);
  const show = paced(() => draw(printing ? PAPER : (colours ??= palette(root))), failed);
  const listener = announcer(root);
  const caption = () => {
    const name = root.dataset.scene || plot.getAttribute("aria-label") || "";
    return `${name}${controls.length ? ` (${settingsInWords(controls)})` : ""}.`;
  };
  const moved = () => {
    controls.forEach(say);
    show();
    listener.moved();
  };
  const showInPageColours = () => {
    colours = null;
    if (drawn) show();
  };

  const kept = keepable(root, controls, {
    current: () => stops && { ...at(stops, stopNumber(controls)), moving: movingTraces(stops) },
    redraw: show,
    tell: (words) => tell(root, words),
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", moved);
  form.addEventListener("reset", () => setTimeout(moved));
  undoSwipes(form, moved);
  root.querySelector(".explorer-downloads")?.addEventListener("click", ({ target }) => {
    const kind = /** @type {HTMLElement} */ (target).dataset.download;
    if (kind)
      load()
        .then(() => stops && saveAs(kind, stops))
        .catch(failed);
  });
  numbers.addEventListener("toggle", show);
  ask(root, show);
  const sharing = linkable(root, controls, (words) => tell(root, words));
  if (sharing) {
    const scan = scannable(sharing, qrCodes, (words) => tell(root, words));
    embeddable(root, sharing);
    projectable(root, sharing, scan);
    numbers.append(reportLine(() => [`Figure: ${caption()}`, `View: ${sharing.view()}`]));
  }
  tellHeight(root);
  playable(form, controls);
  touchable(plot, controls);
  stickHand(root);
  whenNear(root, show);
  settled.then(() => whenIdle(load)); // so that a figure which nobody has scrolled to is printed too
  new MutationObserver(showInPageColours).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const drawAfresh = () => {
    if (!drawn) return;
    drawn = null;
    show();
  };
  whenWidthChanges(plot, drawAfresh);
  root.addEventListener("explorer:room", drawAfresh);
  const board = /** @type {HTMLElement} */ (root.querySelector(".explorer-board"));
  window.addEventListener("beforeprint", () => (board.dataset.settings = settingsInWords(controls))); // in place of the controls
  window.addEventListener("beforeprint", () => {
    printing = true;
    Promise.resolve(draw(PAPER)).catch(failed); // now, whatever is being drawn
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    showInPageColours();
  });

  /**
   * Returns a Promise where there is something to wait for.
   * @param {Colours} wanted
   */
  function draw(wanted) {
    if (isAsking(root) && wanted !== PAPER) return null; // the picture is the answer
    if (!stops) {
      load().then(() => stops && show());
      return null;
    }
    try {
      return drawStop(stops, stopNumber(controls), wanted);
    } catch (error) {
      failed(error);
      return null;
    }
  }

  /**
   * @param {Stops} from
   * @param {number} stop
   * @param {Colours} wanted
   */
  function drawStop(from, stop, wanted) {
    const { figure, words } = at(from, stop);
    const table = numbers.open
      ? tables(figure)
          .map((one) => tableHtml(one, caption()))
          .join("")
      : null;
    const seen = kept.behind(figure);
    const same = drawn && drawn.colours === wanted && drawn.ghost === kept.key();
    const changes = drawn && same ? changesBetween(from, drawn.stop, stop) : null;
    if (!same && wanted !== PAPER) enlarge(plot);
    const done = root.dataset.scene
      ? drawScene(plot, figure, wanted, wanted === PAPER ? WIDE : undefined)
      : redraw(plot, seen, changes, wanted, Number(plot.dataset.tall) || Infinity);
    keepRoom(plot);
    drawn = { stop, colours: wanted, ghost: kept.key() };
    root.dataset.stop = String(stop); // what stands there from the end of this task on
    listener.stands(words);
    writeReadouts(root, words, !changes, wanted === PAPER);
    if (table !== null) write(root.querySelector(".explorer-tables"), table);
    root.dispatchEvent(new CustomEvent("explorer:drawn", { detail: { stop, figure, words } }));
    return done;
  }

  /**
   * @param {string} kind 'csv', 'png' or 'svg'
   * @param {Stops} from
   */
  async function saveAs(kind, from) {
    try {
      await saver();
    } catch {
      return tell(root, "The file could not be made: the script for it did not arrive. Press the button again.");
    }
    const stop = stopNumber(controls);
    const asked = { controls, figure: at(from, stop).figure, stop, kind };
    const detail = { ...asked, tell: (/** @type {string} */ words) => tell(root, words) };
    root.dispatchEvent(new CustomEvent("explorer:save", { bubbles: true, detail }));
  }

  function load() {
    const packed = root.querySelector(".explorer-stops")?.textContent || "";
    loading ??= Promise.all([unpack(packed), root.dataset.scene ? null : plotly()]).then(([unpacked]) => {
      stops = unpacked;
      root.dataset.ready = ""; // it can be drawn, and printed, from now on
    }, failed);
    return loading;
  }
}

/** @type {WeakMap<Element, string>} */
const WRITTEN = new WeakMap();

/**
 * Write HTML where it differs from what was written: a screen reader hears only what changed.
 * @param {Element | null} place
 * @param {string} html
 */
function write(place, html) {
  if (!place || WRITTEN.get(place) === html) return;
  WRITTEN.set(place, html);
  place.innerHTML = html;
}

/**
 * Write readouts where they stand, and keep the room that they have taken, so that what follows them does not go up and
 * down with each move.
 * @param {HTMLElement} root
 * @param {[string, string][]} words
 * @param {boolean} isAfresh whether the figure is drawn anew: in another width, or on paper
 * @param {boolean} isPrinted
 */
function writeReadouts(root, words, isAfresh, isPrinted) {
  const places = readoutPlaces(root, words);
  for (const [place, some] of places) {
    if (isAfresh) place.style.minBlockSize = "";
    write(place, readouts(some));
  }
  if (isPrinted) return;
  const taken = places.map(([place]) => place.offsetHeight); // the least height among it: it never falls
  places.forEach(([{ style }], i) => (style.minBlockSize = `${taken[i]}px`));
}

/* ---- when and whether ---- */

const FIRST = 1000; // ms after the page has loaded in which the figures in view have the processor for themselves,
const PATIENCE = 5000; // and where something of it never comes, ms after this script has

/** When what is not in view may be drawn: on a phone that takes a second, in which no control would answer. */
const settled = new Promise((resolve) => {
  window.addEventListener("load", () => setTimeout(resolve, FIRST));
  setTimeout(resolve, PATIENCE);
});

/**
 * Draw what is in view at once, and what is near it once the page has settled.
 * @param {Element} place
 * @param {() => void} use
 */
function whenNear(place, use) {
  if (typeof IntersectionObserver !== "function") return use();
  whenWithin(place, "0px", use);
  whenWithin(place, "600px", () => settled.then(use));
}

/**
 * @param {Element} place
 * @param {string} rootMargin around the window
 * @param {() => void} use
 */
function whenWithin(place, rootMargin, use) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      use();
    },
    { rootMargin },
  );
  observer.observe(place);
}

/** @param {() => void} use */
function whenIdle(use) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(use);
  else setTimeout(use); // WebKit
}

/**
 * Leave an explorer as it is without scripts, and say why.
 * @param {HTMLElement} root
 * @param {any} error
 */
function fail(root, error) {
  const why =
    error.message === "old browser"
      ? "This browser is too old to unpack the figure's data (it lacks DecompressionStream)."
      : "The figure's data could not be read; the page may have been loaded only in part. Reload it.";
  tell(root, `${why} The caption and the table below show its first view.`);
  for (const part of root.querySelectorAll(".explorer-controls, .explorer-downloads")) {
    /** @type {HTMLElement} */ (part).hidden = true;
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} words
 */
function tell(root, words) {
  const message = /** @type {HTMLElement} */ (root.querySelector(".explorer-message[role]"));
  message.textContent = words;
  message.hidden = !words;
}

/* ---- what is loaded when it is needed, once ---- */

/** @type {Promise<unknown> | undefined} */
let plotlyComing;
const plotly = () => (plotlyComing ??= loadBeside(SCRIPT, SCRIPT.dataset.plotly));

const saver = whenAsked(SCRIPT, SCRIPT.dataset.save);
const qrCodes = whenAsked(SCRIPT, SCRIPT.dataset.qr);

/* ---- when an explorer begins ---- */

/** @type {WeakSet<HTMLElement>} */
const BEGUN = new WeakSet();

/** @param {HTMLElement} root */
function begin(root) {
  if (BEGUN.has(root)) return;
  BEGUN.add(root);
  play(root);
}

/** @returns {HTMLElement[]} */
function explorers() {
  return Array.from(document.querySelectorAll("[data-explorer]"));
}

function beginAll() {
  if (!isWhole()) return;
  // A page of another theme: ours says so in its head, or that its scripts did not run.
  if (!document.querySelector(".course-broken")) document.documentElement.dataset.scripts ??= "run";
  beginFirst();
  explorers().forEach(begin);
}

/**
 * Begin the page's first explorer. Where that is a chart, ask for Plotly now: what is left to set up takes as long as
 * it is on its way. Where it is a scene, Plotly would hold that one up.
 */
function beginFirst() {
  const [first] = explorers();
  if (!first) return;
  if (!first.dataset.scene) plotly().catch(() => {}); // each figure says it
  begin(first);
}

/**
 * Whether something follows: then all of a node has arrived.
 * @param {Node | null} node
 * @returns {boolean}
 */
function isFollowed(node) {
  return !!node && (!!node.nextSibling || isFollowed(node.parentNode));
}

/**
 * Whether the first explorer can begin while the rest of the page is still on its way. The theme's own script stands
 * after the style sheets and says that it ran: they are there too. Where the address names a place, the page has to be
 * whole: nobody scrolls to the top of what nothing follows.
 */
function isFirstThere() {
  return document.documentElement.dataset.scripts === "run" && !location.hash && isFollowed(explorers()[0] ?? null);
}

const arriving = new MutationObserver(beginEarly);

function beginEarly() {
  if (!isFirstThere()) return;
  arriving.disconnect();
  beginFirst();
}

if (document.readyState === "loading") {
  arriving.observe(document, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    arriving.disconnect();
    beginAll();
  });
  beginEarly();
} else beginAll();
