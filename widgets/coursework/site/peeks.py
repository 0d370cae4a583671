"""What a tap on a term opens in place: the definitions of the glossary, in one script that is fetched at the first tap.

A reference needs no script: the list of the works stands at the foot of its page. Without scripts both links lead where
they always led.
"""

from __future__ import annotations

import json
from pathlib import Path

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx

NAME = "glossary-text.js"


def definitions(html: str) -> dict[str, str]:
    """Return the terms of a built page by their anchors: {'term-tannin': '<p>A ...</p>'}, without links."""
    found = {}
    for term in BeautifulSoup(html, "html.parser").select('dt[id^="term-"]'):
        text = term.find_next_sibling("dd")
        if text is None:
            continue
        for unwanted in text.select(".headerlink"):
            unwanted.decompose()
        for link in text.select("a"):
            link.unwrap()
        found[str(term["id"])] = " ".join(text.decode_contents().split())
    return found


def write_definitions(app: Sphinx, exception: Exception | None) -> None:
    """Collect the terms of all pages, as they were built, into _static/glossary-text.js."""
    if exception or app.builder.format != "html":
        return
    terms: dict[str, str] = {}
    for name in sorted(app.env.found_docs):
        html = Path(app.outdir, app.builder.get_target_uri(name)).read_text("utf-8")
        if 'id="term-' in html:
            terms |= definitions(html)
    text = json.dumps(terms, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, "_static", NAME).write_text(f"var courseTerms = {text};\n", "utf-8")


def say_once(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Leave the whole reference out of each citation's tooltip: it weighs a tenth of a page, and no phone shows it."""
    for link in doctree.findall(nodes.reference):
        if link.get("refid", "").startswith("cite-") or "#cite-" in link.get("refuri", ""):
            link.attributes.pop("reftitle", None)


def setup(app: Sphinx) -> None:
    """Write the definitions once the pages are there; a citation tells its reference where it is opened."""
    app.connect("doctree-resolved", say_once)
    app.connect("build-finished", write_definitions)
