/* 'Keep on this phone': the page on which the course is kept, and removed again.
 *
 * The worker (worker.js) is registered by a press on the button and by nothing else: who only reads has none. Pages may
 * not fetch (their policy forbids it), so the worker fetches, a few files for each message, and this page counts.
 */
import { element, findLms, isWhole } from "../../../../explorers/js/page.js";
import { copyNames, deleteCopies, inWords, wholeCopy } from "./copies.js";

/** @typedef {{ name: string, note: import("./copies.js").Note } | null} Copy */

const PATIENCE = 120_000; // ms for a few files

const WHY = {
  network: "The network went, or did not bring every file. What is here stays: press 'Go on' when you are online.",
  changed:
    "The course was changed on its server while it was being kept, or on its way. Load this page again, and try once more.",
  room: "There is not enough room for the course on this phone. What was kept before stays as it was.",
  refused: "This browser does not let the course keep anything, as in a private window. Nothing was kept.",
  worker: "The course could not be kept: a file that it needs for this, sw.js, did not arrive. Nothing was kept.",
};

/** Why the course cannot be kept from here, in a sentence; or ''. */
function obstacle() {
  if (location.protocol === "file:") {
    return "You read the course from a file, so it is on this device already, and works without network.";
  }
  if (window.top !== window || findLms()) {
    return "You read the course inside another page, such as a learning platform. It can only be kept from its own address.";
  }
  if (!window.isSecureContext) return "The course can only be kept from an address that begins with https.";
  if (!("serviceWorker" in navigator)) return WHY.refused;
  return "";
}

/** @param {HTMLElement} box */
async function begin(box) {
  const root = new URL(box.dataset.root || "./", location.href).href;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (box.querySelector(selector));
  const [says, keep, remove] = [".phone-says", "[data-keep]", "[data-remove]"].map(find);
  let isBusy = false;

  /**
   * Say what is kept here, and offer what can be done. Throws where the browser refuses to tell.
   * @param {string} [fault] why it stopped
   */
  async function show(fault = "") {
    const copy = await wholeCopy(root, box.dataset.edition || "");
    const isHalf = !copy && (await copyNames(root)).length > 0;
    const isOld = !!copy && copy.note.edition !== box.dataset.edition;
    says.replaceChildren(...[fault, stateOf(copy, isHalf, isOld)].filter(Boolean).map((text) => element("p", text)));
    keep.textContent = isHalf ? "Go on" : isOld ? "Keep the new edition" : "Keep on this phone";
    keep.hidden = !!copy && !isOld;
    remove.hidden = !copy && !isHalf;
    find(".phone-buttons").hidden = false;
  }

  /** @param {() => Promise<string>} task returns why it stopped, or '' */
  async function press(task) {
    if (isBusy) return; // the buttons stay where they are, for the keyboard
    isBusy = true;
    const fault = await task().catch(() => WHY.refused);
    isBusy = false;
    await show(fault).catch(() => says.replaceChildren(element("p", WHY.refused)));
    const [wanted] = [keep, remove].filter((button) => !button.hidden);
    const focused = document.activeElement;
    if (focused === document.body || (focused instanceof HTMLElement && focused.hidden)) wanted.focus();
  }

  keep.addEventListener("click", () => press(() => keepAll(root, box.dataset.edition || "", says)));
  remove.addEventListener("click", () => press(() => removeAll(root)));
  addManifest(root);
  await show().catch(() => says.replaceChildren(element("p", WHY.refused)));
}

/**
 * What is kept, in a sentence.
 * @param {Copy} copy
 * @param {boolean} isHalf
 * @param {boolean} isOld
 */
function stateOf(copy, isHalf, isOld) {
  if (isHalf) return "The course is here only in part, so it does not count as kept.";
  if (!copy) return "It is not kept on this phone.";
  const { version, reviewed, at } = copy.note;
  const which = [version && `version ${version}`, reviewed && `reviewed on ${inWords(reviewed)}`].filter(Boolean);
  const kept = `Kept on this phone on ${inWords(at)}${which.length ? `: ${which.join(", ")}` : ""}.`;
  return isOld ? `${kept} There is a newer edition, which is not kept yet.` : kept;
}

/**
 * Keep every file. Returns why that stopped, or ''.
 * @param {string} root
 * @param {string} edition of this page
 * @param {HTMLElement} says
 */
async function keepAll(root, edition, says) {
  const before = await wholeCopy(root, edition);
  let worker;
  try {
    worker = await running(root);
  } catch (error) {
    await forget(root, before);
    return error instanceof TypeError ? WHY.worker : WHY.refused;
  }
  for (;;) {
    const { done, all, why } = await asked(worker);
    if (why) {
      if (why !== "network") await forget(root, before);
      return WHY[/** @type {keyof typeof WHY} */ (why)];
    }
    says.replaceChildren(element("p", `${done} of ${all} files are here. Leave this page open.`));
    if (done === all) return "";
  }
}

/**
 * The worker of the newest edition, when it runs.
 * @param {string} root
 * @returns {Promise<ServiceWorker>}
 */
async function running(root) {
  const registration = await navigator.serviceWorker.register(`${root}sw.js`, { scope: root, updateViaCache: "none" });
  await registration.update().catch(() => {}); // without network the one that is here goes on
  const coming = registration.installing || registration.waiting;
  if (!coming) return /** @type {ServiceWorker} */ (registration.active);
  return new Promise((done, fail) => {
    const look = () => {
      if (coming.state === "activated") done(coming);
      else if (coming.state === "redundant") fail(new TypeError("the worker did not start"));
    };
    coming.addEventListener("statechange", look);
    look();
  });
}

/**
 * Ask the worker for some more files.
 * @param {ServiceWorker} worker
 * @returns {Promise<{ done?: number, all?: number, why?: string }>}
 */
function asked(worker) {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    setTimeout(done, PATIENCE, { why: "network" }); // a browser may end a worker that waits too long
    port1.onmessage = ({ data }) => done(data);
    worker.postMessage("keep", [port2]);
  });
}

/**
 * Leave nothing behind where nothing was kept before.
 * @param {string} root
 * @param {Copy} before
 */
async function forget(root, before) {
  if (!before) await removeAll(root);
}

/**
 * Delete every copy, and the worker.
 * @param {string} root
 */
async function removeAll(root) {
  await (await navigator.serviceWorker.getRegistration(root))?.unregister();
  await deleteCopies(root);
  return "";
}

/**
 * Let the course be put on the home screen from here. Not in the HTML: from a file, browsers complain of it.
 * @param {string} root
 */
function addManifest(root) {
  const link = element("link");
  link.rel = "manifest";
  link.href = `${root}manifest.json`;
  document.head.append(link);
}

if (isWhole()) {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-offline]"))) {
    const why = obstacle();
    if (why) box.querySelector(".phone-says")?.replaceChildren(element("p", why));
    else void begin(box);
  }
}
