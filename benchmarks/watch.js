/* Runs in every page that is measured, before its own scripts: sees the first figure, moves a control,
 * and times from a key's (or the mouse button's) own time stamp to the end of the frame that shows the change. */
(() => {
  const MOVES = [
    // a first control and how to move it: on our page, of ipywidgets, of plotly's own sliders
    [
      ".explorer-controls input[type=range]",
      (slider) => {
        slider.value = +slider.value < +slider.max ? +slider.value + 1 : 0;
        tell(slider);
      },
    ],
    [".explorer-controls input:not(:checked)", (choice) => choice.click()],
    [
      ".explorer-controls select",
      (list) => {
        list.selectedIndex = (list.selectedIndex + 1) % list.length;
        tell(list);
      },
    ],
    [
      ".noUi-handle",
      (handle) => {
        const up = +handle.getAttribute("aria-valuenow") < +handle.getAttribute("aria-valuemax");
        handle.dispatchEvent(
          new KeyboardEvent("keydown", { key: up ? "ArrowRight" : "ArrowLeft", bubbles: true, cancelable: true }),
        );
      },
    ],
    [
      ".slider-rail-touch-rect",
      (rail) => {
        turn = !turn;
        const box = rail.getBoundingClientRect(),
          at = turn ? 0.1 : 0.9;
        const where = {
          clientX: box.left + at * box.width,
          clientY: box.top + box.height / 2,
          bubbles: true,
          view: window,
        };
        rail.dispatchEvent(new MouseEvent("mousedown", where));
        rail.dispatchEvent(new MouseEvent("mouseup", where));
      },
    ],
  ];
  const AGAIN = 100; // ms: so much is an answer told too late at most
  const tell = (moved) => moved.dispatchEvent(new Event("input", { bubbles: true }));
  const bench = (window.bench = { figure: null, answered: null, began: null, painted: null, look: true });
  let chosen = "[data-explorer]",
    scrolled = null,
    tried = 0,
    before = "",
    changed = false,
    turn = false;

  const root = () => document.querySelector(chosen) || document;
  const PICTURE = ".js-plotly-plot .cartesianlayer, .explorer-scene svg";
  const picture = () => root().querySelector(PICTURE);
  const drawn = () => picture()?.innerHTML;

  function control() {
    for (const [selector, move] of MOVES) {
      const found = root().querySelector(selector);
      if (found) return [found, move];
    }
    return null;
  }

  bench.control = () => control()?.[0];
  bench.only = (selector) => {
    chosen = selector;
    bench.figure = bench.answered = null;
    bench.look = true;
    tried = 0;
  };
  bench.expect = () => {
    bench.began = bench.painted = null;
    changed = false;
  };
  bench.seen = (wait) =>
    new Promise((done) => {
      const until = performance.now() + wait;
      (function look() {
        bench.painted !== null || performance.now() > until ? done(bench.painted) : setTimeout(look, 5);
      })();
    });

  for (const input of ["keydown", "mousedown"]) {
    addEventListener(
      input,
      (event) => {
        if (event.isTrusted && bench.began === null) {
          bench.began = event.timeStamp;
          changed = false;
        }
      },
      true,
    );
  }
  new MutationObserver((all) => {
    changed =
      changed || all.some(({ target }) => target.nodeType === 1 && target.closest(PICTURE) && root().contains(target));
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  function first(now) {
    // the first figure, then the first answer; moved again where nothing came of it
    if (bench.figure === null) {
      root().querySelector("[data-guess=asked] .guess-show")?.click();
      const place = root().querySelector(".explorer-plot, .js-plotly-plot");
      if (place && place !== scrolled) (scrolled = place).scrollIntoView({ block: "center" });
      if (picture()?.querySelector("path")) bench.figure = now; // to write it all out in each frame would hold the page up
      changed = false;
    } else if (changed && tried && drawn() !== before) {
      bench.answered = now;
      bench.look = false;
    } else {
      changed = false;
      const found = control();
      if (!found || (tried && now - tried < AGAIN)) return;
      before = drawn();
      tried = now;
      found[1](found[0]);
    }
  }

  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    // the frame is painted
    const now = performance.now();
    if (bench.look) first(now);
    else if (changed && bench.began !== null && bench.painted === null) bench.painted = now - bench.began;
  };
  (function frame() {
    requestAnimationFrame(() => {
      port2.postMessage(0);
      frame();
    });
  })();
})();
