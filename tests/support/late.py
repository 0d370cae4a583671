"""A browser that answers late, as on a busy machine: what a test takes for granted a moment too early fails.

A plugin of pytest: ``make test-late``. Whatever a page waits for comes after a rest: clipboard, files, copies of the
course, unpacking, frames, and what tells that something came into view or changed its size.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

SCRIPT = """(() => {
  const soon = window.setTimeout.bind(window);
  const rest = () => new Promise((done) => soon(done, 300));
  const late = (kind, name) => {
    const own = kind && kind.prototype[name];
    if (own) kind.prototype[name] = function (...all) { return rest().then(() => own.apply(this, all)); };
  };
  for (const [kind, name] of [
    [window.Clipboard, "writeText"], [window.Blob, "text"], [window.Response, "arrayBuffer"], [window.Response, "text"],
    [window.CacheStorage, "keys"], [window.CacheStorage, "open"], [window.Cache, "match"],
    [window.HTMLImageElement, "decode"],
  ]) late(kind, name);
  for (const name of ["ResizeObserver", "IntersectionObserver"]) {
    window[name] = class extends window[name] {
      constructor(told, wanted) { super((...all) => rest().then(() => told(...all)), wanted); }
    };
  }
  const frame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => frame(() => rest().then(() => frame(draw)));
})();"""


def pytest_configure() -> None:
    """Put the script into every page before its own."""
    new_context, new_page = Browser.new_context, Browser.new_page

    def late_context(self: Browser, **wanted: Any) -> BrowserContext:
        context = new_context(self, **wanted)
        context.add_init_script(SCRIPT)
        return context

    def late_page(self: Browser, **wanted: Any) -> Page:
        page = new_page(self, **wanted)
        page.add_init_script(SCRIPT)
        return page

    Browser.new_context = late_context  # type: ignore[method-assign, assignment]
    Browser.new_page = late_page  # type: ignore[method-assign, assignment]
