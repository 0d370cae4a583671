"""A figure in JupyterLab, drawn by the script that draws it on a page: it looks, and answers, the same.

Plotly's own FigureWidget sends 5 MB to the browser, lays the figure out anew at each move, and has Python told
of every default that Plotly filled in: a move took 82 to 112 ms on loopback.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import anywidget
import ipywidgets
import traitlets

HERE = Path(__file__).parent
PLOTLY = next(HERE.glob("vendor/plotly-basic-*.min.js"))  # its name holds its version
#: JupyterLab's colours under the names that the course's pages give theirs.
COLOURS = """.explorer-live {
  --course-ink: var(--jp-content-font-color1, #1d2530);
  --course-grid: var(--jp-border-color2, #d9dee5);
  --course-surface: var(--jp-layout-color0, #ffffff);
}"""

LAYOUT = (HERE / "css" / "live.css").read_text("utf-8")


def plotly() -> str:
    """Return Plotly's script, the function that makes up most of it in parentheses.

    To browsers that is the sign of a function that runs at once. They compile it while they load it, beside
    their other work, and not when the page waits for it: 160 ms sooner on a slow computer.
    """
    before, function, after = PLOTLY.read_text("utf-8").partition("self : this, () => {")
    return f"{before}self : this, (() => {{{after.rstrip().removesuffix('}));')}}})));\n" if function else before


@cache
def _script() -> ipywidgets.HTML:
    """Make a widget that is never shown; its value is the module of Plotly and drawing.js."""
    drawing = _joined("drawing.js", "ghost.js")
    return ipywidgets.HTML(
        value=f"const module = {{ exports: {{}} }};\n{plotly()}\nexport const Plotly = module.exports;\n{drawing}"
    )


class Figure(anywidget.AnyWidget):
    """Shows a figure: set ``tree`` to change it, and ``kept`` to leave another behind it."""

    _esm = (HERE / "js" / "figure_widget.js").read_text("utf-8")
    _css = f"{COLOURS}\n{LAYOUT}"
    _script = traitlets.Instance(ipywidgets.HTML).tag(sync=True, **ipywidgets.widget_serialization)
    tree = traitlets.Dict(help="the figure as dicts, lists and numbers: {'data': [...], 'layout': {...}}").tag(
        sync=True
    )
    kept = traitlets.Dict(help="a figure that stays behind as a ghost; empty for none").tag(sync=True)
    label = traitlets.Unicode(help="what the figure shows, for a screen reader").tag(sync=True)

    @traitlets.default("_script")
    def _shared(self) -> ipywidgets.HTML:
        return _script()


def _joined(*names: str) -> str:
    """Return scripts as one module: what they import from each other stands in it."""
    parts = [(HERE / "js" / name).read_text("utf-8") for name in names]
    return "\n".join(re.sub(r"^import .*\n", "", part, flags=re.MULTILINE) for part in parts)


class SceneFigure(anywidget.AnyWidget):
    """Shows a scene: set ``tree`` to change it."""

    _esm = _joined("drawing.js", "scene.js", "scene_widget.js")
    _css = f"{COLOURS}\n{LAYOUT}\n" + (HERE / "css" / "scene.css").read_text("utf-8")
    tree = traitlets.Dict(help="the scene as dicts, lists and numbers (Scene.tree)").tag(sync=True)
