"""The book's build bakes its explorers; JupyterLab and nbval, which never load this, do not.

Notebooks run in kernels of their own: an environment variable tells them that they are being
built. A page that holds an explorer gets the player and Plotly; a page that holds none gets neither.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from sphinx.application import Sphinx

from explorers import script
from explorers.explorer import BAKING
from explorers.figure_widget import PLOTLY, plotly

PACKAGES = [Path(__file__).parents[2] / name for name in ("explorers", "coursework")]
#: What a page needs that holds this text.
ASSETS = {
    "data-explorer": ["player.css", "player.js"],
    "data-records": ["records.css", "records.js"],
    "data-quiz": ["quiz.css", "quiz.js"],
    "std-term": ["peek.css", "peek.js"],
    'href="#cite-': ["peek.css", "peek.js"],
}
#: The module that a script begins with, where it has another name; those that it imports are joined to it.
ENTRIES = {"quiz.js": "quiz/main.js"}
#: The styles that are one file on a page.
STYLES = {"player.css": ["player.css", "guess.css"]}


def content(asset: str) -> bytes:
    """Return the script or style with this name, from whichever package holds it."""
    if asset.endswith(".js"):
        return script.joined(_find("js", ENTRIES.get(asset, asset))).encode()
    return b"".join(_find("css", name).read_bytes() for name in STYLES.get(asset, [asset]))


def _find(kind: str, name: str) -> Path:
    return next(package / kind / name for package in PACKAGES if (package / kind / name).is_file())


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    os.environ[BAKING] = "1"
    # Controls are read and never shown: their state would only weigh on the page.
    # myst-nb makes the client itself and offers no way to set its trait.
    setattr(NotebookClient, "set_widgets_metadata", lambda client: None)  # noqa: B010 (mypy: a method)
    app.connect("builder-inited", _copy_assets)
    app.connect("html-page-context", _add_assets)


def _copy_assets(app: Sphinx) -> None:
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PLOTLY.name).write_text(plotly(), "utf-8", newline="\n")
        for asset in itertools.chain(*ASSETS.values()):
            (folder / asset).write_bytes(content(asset))


def _add_assets(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    body = context.get("body", "")
    for asset in dict.fromkeys(asset for mark, assets in ASSETS.items() if mark in body for asset in assets):
        if asset.endswith(".css"):
            app.add_css_file(asset)
        elif asset == "player.js":  # it loads Plotly itself, after the text
            attributes: dict[str, Any] = {"loading_method": "defer", "data-plotly": PLOTLY.name}
            app.add_js_file(asset, **attributes)
        else:
            app.add_js_file(asset, loading_method="defer")
