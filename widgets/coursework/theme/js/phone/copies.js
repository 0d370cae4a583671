/* Copies of the course in a browser's Cache Storage, as the page that keeps it (phone.js) and the worker that serves
 * it (worker.js) see them. One copy is one cache. It is whole, and counts as kept, only when its note is in it, which
 * is put there last.
 */

/**
 * What is noted of a whole copy.
 * @typedef {{ edition: string, version: string, reviewed: string, at: number, before: number, refused?: string }} Note
 *   edition: of the list of files; at: when the copy was whole, in ms; before: when the copy was whole in whose place
 *   it came, until that is told, else 0; refused: the edition that has no room, fetched again only when somebody asks
 */

const NOTE = "copy-of-the-course"; // the address of the note in its cache: no file of the site has it

/**
 * The name of a copy. An address holds no space, so no course takes the copies of one in a folder below it.
 * @param {string} root the address of the course
 * @param {string} edition
 */
export function copyName(root, edition) {
  return `course ${root} ${edition}`;
}

/**
 * The names of the copies of a course, whole or not.
 * @param {string} root
 */
export async function copyNames(root) {
  return (await caches.keys()).filter((name) => name.startsWith(copyName(root, "")));
}

/**
 * What a copy holds at an address. It does not open the cache: that would make one that was just deleted anew.
 * @param {string} name
 * @param {string} address
 */
export function inCopy(name, address) {
  return caches.match(address, { cacheName: name });
}

/**
 * What is noted of a copy, or null where it is not whole.
 * @param {string} root
 * @param {string} name
 * @returns {Promise<Note | null>}
 */
export async function noteOf(root, name) {
  const note = await inCopy(name, root + NOTE);
  return note ? note.json() : null;
}

/**
 * Note that a copy is whole, or what has changed.
 * @param {string} root
 * @param {string} name
 * @param {Note} note
 */
export async function writeNote(root, name, note) {
  await (await caches.open(name)).put(root + NOTE, new Response(JSON.stringify(note)));
}

/**
 * The whole copy of a course: of this edition, else the one that it has yet to replace; or null.
 * @param {string} root
 * @param {string} edition
 */
export async function wholeCopy(root, edition) {
  const wanted = copyName(root, edition);
  const names = (await copyNames(root)).sort((a, b) => Number(b === wanted) - Number(a === wanted));
  for (const name of names) {
    const note = await noteOf(root, name);
    if (note) return { name, note };
  }
  return null;
}

/**
 * Delete the copies of a course, but for one.
 * @param {string} root
 * @param {string} [spared] its name
 */
export async function deleteCopies(root, spared) {
  for (const name of await copyNames(root)) if (name !== spared) await caches.delete(name);
}

/**
 * A day in words: 29 November 2026.
 * @param {number | string} when in ms, where the reader is; or '2026-11-29', which is that day everywhere
 */
export function inWords(when) {
  const timeZone = typeof when === "string" ? "UTC" : undefined;
  return new Date(when).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone });
}
