/* The test in hand. Each tab has its own; the last one is kept for the next visit too. */
import { cleanTest } from "./store.js";

/** @typedef {import("./store.js").Test} Test */
/** @typedef {import("./store.js").State} State */

/**
 * @param {ReturnType<typeof import("./store.js").makeStore>} store
 * @param {{read: () => string | null, write: (text: string | null) => void}} tab where this tab keeps a text
 */
export function makeHand(store, tab) {
  let test = ofTab() || store.state.test;
  /** @type {() => void} */
  let replaced = () => {};

  /** The test of this tab, unless it was handed in elsewhere. */
  function ofTab() {
    try {
      const own = cleanTest(JSON.parse(tab.read() || "null")) || null;
      return own && !isSame(own.drawn, store.state.seen) ? own : null;
    } catch {
      return null;
    }
  }

  return {
    get test() {
      return test;
    },
    /** Call `show` when another test, or none, takes its place. @param {() => void} show */
    whenReplaced(show) {
      replaced = show;
    },
    /** Keep a test as it is now. @param {Test} now */
    take(now) {
      test = now;
      tab.write(JSON.stringify(now));
      store.update((state) => void (state.test = now));
    },
    /** Hand the test in: `change` says what is remembered of it. @param {(state: State) => void} change */
    drop(change) {
      const drawn = test?.drawn || [];
      test = null;
      tab.write(null);
      store.update((state) => {
        if (state.test && isSame(state.test.drawn, drawn)) state.test = null; // and not that of another tab
        change(state);
      });
    },
    /** Show what is remembered now: after erasing, or reading back from a file. */
    replace() {
      test = store.state.test;
      tab.write(test && JSON.stringify(test));
      replaced();
    },
  };
}

/**
 * @param {string[]} one
 * @param {string[]} other
 */
function isSame(one, other) {
  return one.join() === other.join();
}
