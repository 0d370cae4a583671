/* The worker of a course that somebody keeps on a phone. It is there only after a press on 'Keep on this phone'.
 *
 * The network comes first: the worker's copy of a page is shown only where none answers, and then it says so in
 * a line on top. Only files of the list are touched, and no other host is asked. courseCopy, the list with a checksum
 * for each file, stands before this script in sw.js; so each new edition of the course is a new worker, which brings
 * the copy up to date and deletes the old one when the new one is whole.
 */
import { copyName, copyNames, deleteCopies, inCopy, inWords, noteOf, wholeCopy, writeNote } from "./copies.js";

const PATIENCE = 8000; // ms that a page may take where there is a copy of it
const AT_ONCE = 6; // files that are fetched before the page is told how far it is

const worker = /** @type {any} */ (globalThis);
/** @type {{ edition: string, version: string, reviewed: string, files: [string, string, number][] }} */
const { edition, version, reviewed, files } = worker.courseCopy; // a file: address from the root, SHA-256, bytes
const root = /** @type {string} */ (worker.registration.scope);
const own = copyName(root, edition);
const listed = new Map(files.map(([address, sum]) => [root + address, sum]));
/** @type {Promise<unknown>} */
let last = Promise.resolve(); // of what fills the copy: one thing at a time

/** The copy is not whole; `why` says what stopped it: 'network', 'changed', 'room' or 'refused'. */
class Stopped extends Error {
  /** @param {string} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/* ---- filling the copy ---- */

/**
 * Fetch some of the files that are missing, and note the copy as whole when none is. Returns how many there are.
 * @param {number} most
 */
async function fill(most) {
  const cache = await caches.open(own);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const missing = files.filter(([address]) => !there.has(root + address));
  const now = missing.slice(0, most);
  await Promise.all(now.map(async ([address, sum]) => put(cache, root + address, await file(root + address, sum))));
  if (now.length === missing.length && !(await noteOf(root, own))) {
    const before = await wholeCopy(root, edition);
    const note = { edition, version, reviewed, at: Date.now(), before: before ? before.note.at : 0 };
    await writeNote(root, own, note).catch(noRoom);
    await deleteCopies(root, own);
  }
  return files.length - missing.length + now.length;
}

/** What is kept of the new edition goes; an older copy that is whole stays, and notes what is not tried again. */
async function noRoom() {
  await caches.delete(own);
  const older = await wholeCopy(root, edition);
  if (older) await writeNote(root, older.name, { ...older.note, refused: edition }).catch(() => {});
  throw new Stopped("room");
}

/**
 * @param {Cache} cache
 * @param {string} address
 * @param {Response} answer
 */
async function put(cache, address, answer) {
  try {
    await cache.put(address, answer);
  } catch {
    await noRoom();
  }
}

/**
 * A file as it was published: from an older copy where it is the same, else from the network.
 * @param {string} address
 * @param {string} sum
 */
async function file(address, sum) {
  for (const name of await copyNames(root)) {
    const old = await inCopy(name, address);
    if (old && (await checksum(old.clone())) === sum) return old;
  }
  const answer = await fetch(address, { cache: "no-cache" }).catch(() => null);
  if (!answer?.ok) throw new Stopped("network");
  if ((await checksum(answer.clone())) !== sum) throw new Stopped("changed");
  return answer;
}

/** @param {Response} answer */
async function checksum(answer) {
  const sum = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Do this after what is under way.
 * @template Result
 * @param {() => Promise<Result>} task
 * @returns {Promise<Result>}
 */
function next(task) {
  const done = last.then(task, task);
  last = done.catch(() => {});
  return done;
}

/** Bring a copy of an older edition up to date. Where the network stops it, it goes on with the next page. */
async function renew() {
  const copy = await wholeCopy(root, edition);
  if (!copy || copy.name === own || copy.note.refused === edition) return;
  try {
    while (!(await noteOf(root, own))) await next(() => fill(AT_ONCE));
  } catch {
    /* the older copy stays, and says of which day it is */
  }
}

/* ---- serving it ---- */

/**
 * The address of a page in the list: without what stands behind '?', and with the name that a folder's page has.
 * @param {string} address
 */
function pageAddress(address) {
  const plain = address.replace(/[?#].*/, "");
  return plain.endsWith("/") ? `${plain}index.html` : plain;
}

/**
 * A page: from the network, and where none answers from the copy, with a line that says so.
 * @param {Request} request
 */
async function page(request) {
  const copy = await wholeCopy(root, edition);
  const kept = copy && (await inCopy(copy.name, pageAddress(request.url)));
  const asked = fetch(request, { cache: "no-cache" });
  if (!copy || !kept) return asked;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let clock;
  const late = new Promise((done) => void (clock = setTimeout(done, PATIENCE, "late")));
  /** @type {Response | "late" | "none"} */
  const answer = await Promise.race([asked, late]).catch(() => "none");
  clearTimeout(clock);
  if (answer instanceof Response && answer.status < 500) return tellOfNew(answer, copy.name, copy.note);
  const why =
    answer === "none"
      ? ", without network"
      : `: the network ${answer === "late" ? "did not answer" : "answered with a fault"}`;
  return withLine(kept, `You read the kept copy of ${inWords(copy.note.at)}${ofVersion(copy.note)}${why}.`);
}

/**
 * Say once, on a page from the network, that the copy is a new one.
 * @param {Response} answer
 * @param {string} name
 * @param {import("./copies.js").Note} note
 */
async function tellOfNew(answer, name, note) {
  if (!note.before || !answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/html")) return answer;
  const line = `There is a new edition of the course${ofVersion(note)}. This phone now keeps it, in the place of what it kept on ${inWords(note.before)}.`;
  const told = await withLine(answer, line);
  await writeNote(root, name, { ...note, before: 0 });
  return told;
}

/** @param {import("./copies.js").Note} note */
function ofVersion({ version: number }) {
  return number ? ` (version ${number})` : "";
}

/**
 * A page with a line below its header, or on top where it has none. Nothing in it comes from anybody but this worker.
 * @param {Response} answer
 * @param {string} line
 */
async function withLine(answer, line) {
  const text = await answer.text();
  const place = text.includes("</header>") ? "</header>" : /<body[^>]*>/;
  const told = text.replace(place, `$&\n<p class="course-kept" role="status">${line}</p>`);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(told, { status: answer.status, headers });
}

/**
 * A script, a style or a picture. Where its address holds its checksum, any copy of it is the right one.
 * @param {Request} request
 */
async function part(request) {
  const kept = async () => {
    const copy = await wholeCopy(root, edition);
    return copy ? inCopy(copy.name, request.url) : undefined;
  };
  const isFixed = new URL(request.url).searchParams.has("v");
  const copied = isFixed ? await kept() : undefined;
  if (copied) return copied;
  try {
    return await fetch(request);
  } catch (error) {
    const instead = isFixed ? undefined : await kept();
    if (instead) return instead;
    throw error;
  }
}

// A copy of an older edition is brought up to date before the worker begins: until then the old one serves.
worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(renew().then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(dropHalves());
});

/** Copies of older editions that never became whole are of no use. */
async function dropHalves() {
  for (const name of await copyNames(root)) {
    if (name !== own && !(await noteOf(root, name))) await caches.delete(name);
  }
}

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && listed.has(pageAddress(request.url))) {
    event.respondWith(page(request));
    event.waitUntil(renew());
  } else if (request.mode !== "navigate" && listed.has(request.url)) {
    event.respondWith(part(request));
  }
});

// The page asks for a few files at a time, and is told how far it is: { done, all }, or { why } it stopped.
worker.addEventListener("message", (/** @type {any} */ event) => {
  const [port] = event.ports;
  const answer = next(() => fill(AT_ONCE)).then(
    (done) => ({ done, all: files.length }),
    (error) => ({ why: error instanceof Stopped ? error.why : "refused" }),
  );
  event.waitUntil(answer.then((said) => port.postMessage(said)));
});
