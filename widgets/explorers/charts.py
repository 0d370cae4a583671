"""One look for every figure: readable on white and on near-black, on a phone and on paper.

Axis, grid and text colours are left to the page (it knows the reader's theme); only the
colours of data are fixed here, each at least 3:1 against white and against #14181e.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

BLUE = "#2f80c8"
ORANGE = "#d4602a"
GREEN = "#2b9a66"
PURPLE = "#a765c8"
AMBER = "#b07d10"
TEAL = "#1f97a3"
RED = "#d8505b"
GREY = "#808080"
BAND = 0.18  # opacity of an uncertainty band


def faded(colour: str, opacity: float = BAND) -> str:
    """'#rrggbb' as 'rgba(r,g,b,opacity)', for bands."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def blank(x: str, y: str, *, height: int = 420, **layout: Any) -> go.Figure:
    """An empty figure with axis titles x and y (with units) and the legend above the plot.

    Further keywords go into the layout, as by ``lay_out``.
    """
    plain = dict(
        template="none",
        height=height,
        margin=dict(l=56, r=12, t=12, b=48),
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font=dict(family="system-ui, sans-serif", size=13),
        legend=dict(orientation="h", yanchor="bottom", y=1.0, xanchor="left", x=0),
        hovermode="closest",
        xaxis=dict(title=dict(text=x), automargin=True),
        yaxis=dict(title=dict(text=y), automargin=True),
    )
    return go.Figure(layout=_merged(plain, layout))


def lay_out(figure: go.Figure, **layout: Any) -> None:
    """Change the figure's layout: dictionaries are merged, shapes and annotations join those already there.

    ``Figure.update_layout`` and its like do the same, and took most of a figure function's time.
    """
    figure.layout = _merged(figure.layout.to_plotly_json(), layout)


def _merged(plain: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Both layouts as one, to the last branch; ``more`` wins."""
    both = plain | more
    for key in plain.keys() & more.keys():
        if isinstance(plain[key], dict) and isinstance(more[key], dict):
            both[key] = _merged(plain[key], more[key])
        elif key in ("shapes", "annotations"):
            both[key] = [*plain[key], *more[key]]
    return both


def above(place: str, text: str, lift: int, size: int = 12) -> dict[str, Any]:
    """An annotation: text above a place on the category axis, from the figure's left edge.

    lift: pixels between the place and the text.
    """
    return dict(
        x=0,
        xref="paper",
        xanchor="left",
        y=place,
        yanchor="bottom",
        yshift=lift,
        text=text,
        align="left",
        showarrow=False,
        font=dict(size=size),
    )
