/* The worker of a course that no longer lets itself be kept: it takes the place of the old one, deletes what that one
 * kept, and itself. The build writes it as sw.js where no page offers to keep the course (coursework.site.phone).
 */
import { deleteCopies } from "./copies.js";

const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(deleteCopies(worker.registration.scope).then(() => worker.registration.unregister()));
});
