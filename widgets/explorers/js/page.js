/* What every script of a page needs: whether the page is whole, what it remembers, and how it saves a file. */

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
 */
export function loadBeside(script, name = "") {
  return new Promise((resolve, reject) => {
    const tag = element("script");
    tag.src = new URL(name, script.src).href;
    tag.onload = resolve;
    tag.onerror = reject;
    document.head.append(tag);
  });
}

/* ---- files ---- */

/**
 * Rows as a CSV file, for Excel too.
 * @param {unknown[][][]} tables each of them rows of cells
 */
export function csv(...tables) {
  const texts = tables.map((rows) => rows.map((cells) => cells.map(csvCell).join(",")).join("\r\n"));
  return `\ufeff${texts.join("\r\n\r\n")}\r\n`;
}

/**
 * @param {unknown} value
 */
function csvCell(value) {
  const text =
    value === null || value === undefined ? "" : Array.isArray(value) ? value.join(" ") : String(asPublished(value));
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * A number without what binary fractions add to it: -0.11, and not -0.11000000000000001.
 * @param {unknown} value
 */
function asPublished(value) {
  return typeof value === "number" ? Number(value.toPrecision(12)) : value;
}

const LONGEST_NAME = 120; // letters of a file's name, without its end

/**
 * Words as the name of a file, without its end.
 * @param {string[]} words
 * @param {string[]} [shorter] to take where they are too long for a name
 * @returns {string}
 */
export function fileName(words, shorter = words) {
  const name = words.map(inName).filter(Boolean).join("-");
  return name.length > LONGEST_NAME && shorter !== words ? fileName(shorter) : name.slice(0, LONGEST_NAME);
}

/** @param {string} text */
function inName(text) {
  return text
    .toLowerCase()
    .replace(/[−-](?=\d)/g, " minus ") // so that 1 and -1 differ
    .replace(/[^\p{L}\p{N}.]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
}

/**
 * Offer a text as a file.
 * @param {string} text
 * @param {string} type
 * @param {string} name of the file
 */
export function saveText(text, type, name) {
  saveAddress(URL.createObjectURL(new Blob([text], { type })), name);
}

/**
 * Offer what is at an address as a file.
 * @param {string} address
 * @param {string} name of the file
 */
export function saveAddress(address, name) {
  const link = element("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
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
