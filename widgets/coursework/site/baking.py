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

WIDGETS = Path(__file__).parents[2]
FOLDERS = [WIDGETS / "explorers", WIDGETS / "coursework", WIDGETS / "coursework" / "theme"]
#: What a page needs that holds an element with this attribute.
ASSETS = {
    "data-explorer": ["player.css", "player.js"],
    "data-records": ["records.css", "records.js"],
    "data-quiz": ["quiz.css", "quiz.js"],
}
#: What the theme's templates ask for themselves.
SHELL = ["course.js", "search.js"]
#: The module that a script begins with, where it has another name; those that it imports are joined to it.
ENTRIES = {"quiz.js": "quiz/main.js"}


def content(asset: str) -> bytes:
    """Return the script or style with this name, from whichever folder holds it."""
    kind, name = asset.rpartition(".")[2], ENTRIES.get(asset, asset)
    file = next(folder / kind / name for folder in FOLDERS if (folder / kind / name).is_file())
    return script.joined(file).encode() if kind == "js" else file.read_bytes()


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
        for asset in itertools.chain(SHELL, *ASSETS.values()):
            (folder / asset).write_bytes(content(asset))


def _add_assets(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    for mark, assets in ASSETS.items():
        if mark not in context.get("body", ""):
            continue
        for asset in assets:
            if asset.endswith(".css"):
                app.add_css_file(asset)
            elif asset == "player.js":  # it loads Plotly itself, after the text
                attributes: dict[str, Any] = {"loading_method": "defer", "data-plotly": PLOTLY.name}
                app.add_js_file(asset, **attributes)
            else:
                app.add_js_file(asset, loading_method="defer")
