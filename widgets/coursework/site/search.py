"""Search that works from a file: the text of every section in one script, loaded by the search page only.

Sphinx's own search fetches each page it found to show a snippet, which browsers refuse for files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

HEADINGS = ["h1", "h2", "h3"]
# Never searched: code, formulas, tables, full references, and an explorer but for its caption.
SKIPPED = "script, noscript, math, pre, table, details, .headerlink, .citation, .explorer > :not(figcaption)"


def sections(html: str, address: str) -> Iterator[dict[str, str]]:
    """Yield each section of a built page (a glossary entry counts as one): title, page, address, text."""
    article = BeautifulSoup(html, "html.parser").find("article")
    if not isinstance(article, Tag) or not isinstance(article.h1, Tag):
        return
    for unwanted in article.select(SKIPPED):
        unwanted.decompose()
    page = _text(article.h1)
    for start in article.find_all([*HEADINGS, "dt"]):
        anchor = start.get("id") if start.name == "dt" else start.parent and start.parent.get("id")
        if anchor:
            fragment = "" if start.name == "h1" else f"#{anchor}"
            yield {"title": _text(start), "page": page, "address": address + fragment, "text": _after(start)}


def _after(start: Tag) -> str:
    """Return the text between this heading or term and the next."""
    parts = []
    for sibling in start.find_next_siblings():
        if sibling.name in ("section", "dt") or sibling.find(HEADINGS):
            break
        if not sibling.select_one("dt[id]"):  # glossary entries stand for themselves
            parts.append(_text(sibling))
    return " ".join(parts)


def _text(tag: Tag) -> str:
    """Return a tag's text with single spaces."""
    return " ".join(tag.get_text().split())


def use_own_search(app: Sphinx) -> None:
    """Let Sphinx write neither its index nor its search page."""
    vars(app.builder)["search"] = False  # of the HTML builder only


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, str], str]]:
    """Add search.html, made from ../theme/search.html."""
    if app.builder.format == "html":
        yield "search", {"title": "Search"}, "search.html"


def write_text(app: Sphinx, exception: Exception | None) -> None:
    """Collect the text of all pages, as they were built, into _static/search-text.js."""
    if exception or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    found: list[dict[str, str]] = []
    for name in sorted(app.env.found_docs):
        address = app.builder.get_target_uri(name)
        html = Path(app.builder.get_outfilename(name)).read_text(encoding="utf-8")
        found.extend(sections(html, address))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    script = Path(app.outdir, "_static", "search-text.js")
    script.write_text(f"var courseText = {text};\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Replace Sphinx's search."""
    app.connect("builder-inited", use_own_search)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", write_text)
