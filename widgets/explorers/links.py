"""Links to a view of a figure: ``{view}`in a week <chapters/tea#steeping?minutes=5>```, checked when the site is built.

The address names an explorer and the stops of its controls (``explorers.view``). ``#steeping?minutes=5`` alone means
the page itself. Any link of the site to a view that is not there fails the build, however it was written.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole

from . import view

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]*)#([^"?]+\?[^"]*)"')
TARGET = re.compile(r"^(?P<text>.+?)\s*<(?P<page>[^<>#]*)#(?P<fragment>[^<>]+)>$", re.DOTALL)


class ViewRole(SphinxRole):
    """``{view}`text <page#explorer?control=stop>```: a link that opens the figure at that view."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link; a fault is a warning with the line where it stands, and fails the build."""
        found = TARGET.match(self.text.strip())
        if not found or not view.parse(found["fragment"]):
            return self._fault("write it as {view}`text <page#explorer?control=stop>`")
        page = found["page"] or self.env.docname
        if page not in self.env.found_docs:
            return self._fault(f"there is no page {page!r}; name it as _toc.yml does, such as {self.env.docname!r}")
        path = "" if page == self.env.docname else self.env.app.builder.get_relative_uri(self.env.docname, page)
        address = f"{path}#{found['fragment'].strip()}"
        return [nodes.reference("", found["text"], refuri=address, internal=True, classes=["view"])], []

    def _fault(self, what: str) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        message = self.inliner.reporter.warning(f"view {self.text!r}: {what}", line=self.lineno)
        return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]


def check(app: Sphinx, exception: Exception | None) -> None:
    """Raise ExtensionError with every link of the site to a view that is not there, and what there is instead."""
    if exception or app.builder.format != "html":
        return
    if wrong := faults(Path(app.outdir)):
        raise ExtensionError("links to views that are not there:\n" + "\n".join(wrong))


def faults(site: Path) -> list[str]:
    """Return a line for each link of a built site to a view that is not there: 'page.html: ...'."""

    @cache
    def explorers(page: Path) -> dict[str, dict[str, list[str]]]:
        return view.stops(page.read_text("utf-8")) if page.is_file() else {}

    found: list[str] = []
    for page in sorted(site.rglob("*.html")):
        for path, fragment in LINK.findall(page.read_text("utf-8")):
            if re.match(r"[a-z]+:|//", path):
                continue
            wanted = view.parse(unescape(fragment))
            target = (page.parent / unquote(unescape(path))).resolve() if path else page.resolve()
            if wanted:
                name = page.relative_to(site).as_posix()
                found += [f"{name}: {wrong}" for wrong in view.faults(wanted, explorers(target))]
    return found


def setup(app: Sphinx) -> None:
    """Add the role and the check; called by ``explorers.sphinx``."""
    app.add_role("view", ViewRole())
    app.connect("build-finished", check)
