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
from sphinx.errors import ExtensionError

from explorers.explorer import BAKING
from explorers.figure_widget import PLOTLY, plotly
from ketamine import evidence

from .. import questions

PACKAGES = [Path(__file__).parents[2] / name for name in ("explorers", "coursework")]
#: What a page needs that holds an element with this attribute.
ASSETS = {
    "data-explorer": ["player.css", "player.js"],
    "data-records": ["records.css", "records.js"],
    "data-quiz": ["quiz.css", "quiz.js"],
}
PARTS = {"player.js": ["drawing.js", "player.js"]}  # one request for both; drawing.js draws in JupyterLab too


def find(name: str) -> Path:
    """The script or style with this name, from whichever package holds it."""
    kind = name.rpartition(".")[2]
    return next(package / kind / name for package in PACKAGES if (package / kind / name).is_file())


def setup(app: Sphinx) -> None:
    """Called by ``coursework.site``."""
    os.environ[BAKING] = "1"
    # Controls are read and never shown: their state would only weigh on the page.
    # myst-nb makes the client itself and offers no way to set its trait.
    setattr(NotebookClient, "set_widgets_metadata", lambda client: None)  # noqa: B010 (mypy: a method)
    app.connect("config-inited", _check_evidence)
    app.connect("builder-inited", _copy_assets)
    app.connect("html-page-context", _add_assets)


def _check_evidence(app: Sphinx, config: Any) -> None:
    faults = evidence.faults(Path(app.srcdir) / "references.bib") + questions.faults(Path(app.srcdir))
    if faults:
        raise ExtensionError("the evidence tables or the questions have faults:\n" + "\n".join(faults))


def _copy_assets(app: Sphinx) -> None:
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PLOTLY.name).write_text(plotly(), "utf-8", newline="\n")
        for asset in itertools.chain(*ASSETS.values()):
            (folder / asset).write_bytes(b"".join(find(part).read_bytes() for part in PARTS.get(asset, [asset])))


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
