"""What a page loads for its explorers, its long tables and its questions; a page that holds none loads nothing."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from explorers.sphinx import serve

HERE = Path(__file__).parents[1]


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    app.setup_extension("explorers.sphinx")
    for mark, name, script in (("data-records", "records", "records"), ("data-quiz", "quiz", "quiz/main")):
        serve(app, mark, {f"{name}.css": HERE / "css" / f"{name}.css", f"{name}.js": HERE / "js" / f"{script}.js"})
    peek = {"peek.css": HERE / "css" / "peek.css", "peek.js": HERE / "js" / "peek.js"}
    serve(app, ("std-term", 'href="#cite-'), peek)
