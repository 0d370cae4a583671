"""A page that the engine writes by itself: explorers of no course, for what no figure of this one happens to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ipywidgets
import plotly.graph_objects as go

from explorers import bake, html, script
from explorers import controls as c
from explorers import guess as guesses
from explorers.figure_widget import PLOTLY, plotly
from explorers.guess import Choice, Curve, Number
from explorers.readout import Readout

ENGINE = Path(html.__file__).parent


@dataclass(frozen=True)
class Row:
    """A number that can be traced."""

    id: str
    value: float


def steeping(minutes: int, strong: bool) -> tuple[go.Figure, list[Readout]]:
    """Tea against time: a line and its points."""
    times = list(range(11))
    colour = [min(100, (8 + 4 * strong) * minutes * time / 10) for time in times]
    figure = go.Figure(
        [go.Scatter(x=times, y=colour, name="Colour"), go.Scatter(x=times, y=[0.5 * y for y in colour], name="Taste")]
    )
    figure.update_layout(height=320, xaxis_title="Time (min)", yaxis_title="Share (%)", yaxis_range=[0, 100])
    return figure, [Readout("Colour at the end", f"{colour[-1]:.0f} %")]


def leaves(kind: str) -> go.Figure:
    """The axes are others for each kind."""
    figure = go.Figure(go.Bar(x=["Green", "Black"] if kind == "colour" else ["Assam", "Ceylon"], y=[3, 5]))
    figure.update_layout(height=320, xaxis_title=kind, yaxis_title="Cups")
    return figure


NUMBER = Number("Of 100 cups, how many are drunk hot?", answer=Row("T1", 62), low=0, high=100, unit="of 100")
CHOICE = Choice(
    "Which is drunk most?", options=("Green", "Black", "White"), answer=lambda _: "Black", after="It was counted."
)
CURVE = Curve(
    "How does the colour deepen?",
    knots=("0 min", "2 min", "4 min", "6 min"),
    answers=tuple(Row(f"T{i}", value) for i, value in enumerate((0, 30, 60, 80), start=2)),
    low=0,
    high=100,
    step=1,
    unit="%",
)


def _explorer(name: str, function, widgets: dict[str, ipywidgets.Widget], guess=None, play: str = "") -> str:
    plan = c.played(name, [c.read(name, key, widget) for key, widget in widgets.items()], play)
    packed = bake.bake(name, function, plan, {})
    figures, words = bake.unpack(packed)
    start = c.initial(plan)
    asked = guesses.resolve(name, guess, words[start]) if guess else None
    return html.page(name, f"What {name} shows.", plan, figures[start], words[start], packed, asked)


def _steeping() -> dict[str, ipywidgets.Widget]:
    return {
        "minutes": ipywidgets.IntSlider(min=0, max=5, value=2, description="Minutes"),
        "strong": ipywidgets.Checkbox(value=False, description="Strong"),
    }


def write(folder: Path) -> Path:
    """Write the page and what it loads; returns the page."""
    explorers = [
        _explorer("number", steeping, _steeping(), NUMBER),
        _explorer("choice", steeping, _steeping(), CHOICE),
        _explorer("curve", steeping, _steeping(), CURVE),
        _explorer("plain", steeping, _steeping(), play="minutes"),
        _explorer("leaves", leaves, {"kind": ipywidgets.ToggleButtons(options=["colour", "place"])}),
    ]
    (folder / "player.js").write_text(script.joined(ENGINE / "js" / "player.js"), "utf-8")
    (folder / "player.css").write_text(
        "".join((ENGINE / "css" / name).read_text("utf-8") for name in ("player.css", "guess.css")), "utf-8"
    )
    (folder / "saver.js").write_text(script.joined(ENGINE / "js" / "saver.js"), "utf-8")
    (folder / PLOTLY.name).write_text(plotly(), "utf-8")
    page = folder / "tea.html"
    page.write_text(
        '<!doctype html><html lang="en" data-course="tea"><head><meta charset="utf-8"><title>Tea</title>'
        '<link rel="stylesheet" href="player.css">'
        f'<script defer src="player.js" data-plotly="{PLOTLY.name}" data-save="saver.js"></script></head>'
        f"<body><main><h1>Tea</h1>{''.join(explorers)}</main></body></html>",
        "utf-8",
    )
    return page
