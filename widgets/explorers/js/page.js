/* What every script of a page needs: whether the page is whole, and what it remembers. */

/** The course's short name: two courses on one origin keep apart what they remember. */
export function courseName() {
  const named = /** @type {HTMLElement | null} */ (document.querySelector("[data-course]")); // of a page, or in a notebook
  return named?.dataset.course || "course";
}

/**
 * What the page's head says under a name, or ''.
 * @param {string} name
 */
export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") || "";
}

/** Whether the page arrived to its end. Where it was cut off, course.js says so, and no other script begins. */
export function isWhole() {
  return !document.querySelector(".course-header") || !!document.querySelector(".course-footer");
}

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [text]
 * @param {string} [name] its class
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  return made;
}

/* ---- memory: it may be missing, full, or refused (a file, a frame in another site, strict settings) ---- */

/**
 * The text kept under a name of this course, or null.
 * @param {string} name
 */
export function recall(name) {
  return recallRaw(`${courseName()}:${name}`);
}

/**
 * The text kept under a key as it is, or null.
 * @param {string} key
 */
export function recallRaw(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * Keep a text under a name of this course. Returns whether it is kept.
 * @param {string} name
 * @param {string} value
 */
export function remember(name, value) {
  try {
    localStorage.setItem(`${courseName()}:${name}`, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Forget what is kept under a key.
 * @param {string} key
 */
export function forgetRaw(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    /* there is nothing to forget */
  }
}

/** The launcher in a frame around the page, in a package for a learning platform (tools/scorm/launch.js); or null. */
export function findLms() {
  try {
    for (let frame = /** @type {any} */ (window); frame !== frame.parent;) {
      frame = frame.parent;
      if (frame.courseLms) return frame.courseLms;
    }
  } catch {
    /* a frame of another site: not ours */
  }
  return null;
}

/**
 * Whether the page is a step of a presentation, in a frame: there the class guesses, and nobody's guess is kept.
 */
export function isPresented() {
  return new URLSearchParams(location.search).has("present") && window.parent !== window;
}

/**
 * Load a script that lies beside another one.
 * @param {HTMLScriptElement} script
 * @param {string} [name]
 * @param {boolean} [extra] whether the page is whole without it
 */
export function loadBeside(script, name = "", extra = false) {
  return new Promise((resolve, reject) => {
    const tag = element("script");
    if (extra) tag.dataset.extra = "";
    tag.src = new URL(name, script.src).href;
    tag.onload = resolve;
    tag.onerror = reject;
    document.head.append(tag);
  });
}

/**
 * How to load a script that lies beside another one, and without which the page is whole: once, however often it is
 * asked for, and again where it did not come. Who asks is told.
 * @param {HTMLScriptElement} script
 * @param {string} [name]
 * @returns {() => Promise<unknown>}
 */
export function whenAsked(script, name) {
  /** @type {Promise<unknown> | null} */
  let coming = null;
  return () =>
    (coming ??= loadBeside(script, name, true).catch((error) => {
      coming = null;
      throw error;
    }));
}

/**
 * Copy a text to the clipboard; whether that was allowed.
 * @param {string} text
 */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused, or not there from http: and in some frames
  }
}
