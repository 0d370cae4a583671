"""One look for every figure: readable on white and on near-black, on a phone and on paper.

Axis, grid and text colours are left to the page (it knows the reader's theme); only the
colours of data are fixed here, each at least 3:1 against white and against #14181e.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import plotly.graph_objects as go

from .words import lines, minus

BLUE = "#2f80c8"
ORANGE = "#d4602a"
GREEN = "#2b9a66"
PURPLE = "#a765c8"
AMBER = "#b07d10"
TEAL = "#1f97a3"
RED = "#d8505b"
PINK = "#c4559c"
GREY = "#808080"
BAND = 0.18  # opacity of an uncertainty band


def faded(colour: str, opacity: float = BAND) -> str:
    """'#rrggbb' as 'rgba(r,g,b,opacity)', for bands."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def blank(x: str, y: str, *, height: int = 420, **layout: Any) -> go.Figure:
    """Draw an empty figure with axis titles x and y (with units) and the legend above the plot.

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
    """Return an annotation: text above a place on the category axis, from the figure's left edge.

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


# --- a vocabulary: rows, marks, intervals, lines -------------------------------------------------


class Look(NamedTuple):
    """How one kind of thing is drawn: never by colour alone."""

    name: str  # in the legend and the table
    colour: str
    symbol: str = "circle"
    dash: str = "solid"


class Mark(NamedTuple):
    """One mark in its row. ``low`` and ``high`` are the ends of its interval, None without one."""

    row: str | float
    value: Any  # a number, or a word on an axis of words
    low: float | None = None
    high: float | None = None
    note: str = ""  # for the hover label and the table


def title(text: str, size: int = 12, **more: Any) -> dict[str, Any]:
    """Return an axis title that fits a phone."""
    return dict(text=text, font=dict(size=size), **more)


def names(of: Iterable[str], *, first: float = 0.6, last: float = 0.6, **axis: Any) -> dict[str, Any]:
    """Return an axis of words, ``of`` from the top down. first, last: room beyond the outer rows, in rows."""
    ordered = list(of)
    return dict(
        type="category", categoryorder="array", categoryarray=ordered, range=[len(ordered) - 1 + last, -first], **axis
    )


def columns(of: Iterable[str], *, first: float = 0.5, last: float = 0.5, **axis: Any) -> dict[str, Any]:
    """Return an axis of words, ``of`` from left to right."""
    across = names(of, first=first, last=last, tickangle=0, **axis)
    return across | dict(range=across["range"][::-1])


def powers(ticks: Mapping[float, str] | Iterable[float], low: float, high: float, **axis: Any) -> dict[str, Any]:
    """Return a logarithmic axis from low to high. ticks: where they stand, and their words where given."""
    at = list(ticks)
    words = list(ticks.values()) if isinstance(ticks, Mapping) else [f"{tick:,g}" for tick in at]
    return dict(type="log", range=[math.log10(low), math.log10(high)], tickvals=at, ticktext=words, tickangle=0, **axis)


def rows(
    x: str,
    y: str,
    of: Iterable[str],
    *,
    shown: Iterable[str] | None = None,
    size: int = 12,
    written: bool = True,
    **layout: Any,
) -> go.Figure:
    """Draw an empty figure with one row for each name in ``of``, from the top.

    x, y: axis titles. shown: the names that are labelled, all without it. size: of the labels, px.
    written: whether the names stand on the axis; without, there is room above each row for ``above``.
    """
    every = list(of)
    if written:
        axis = names(
            every, tickmode="array", tickvals=every if shown is None else list(shown), tickfont=dict(size=size)
        )
    else:
        axis = names(every, first=0.8, last=0.5, visible=False)
    return blank(x, y, **_merged(dict(xaxis=dict(title=title(x), zeroline=False, tickangle=0), yaxis=axis), layout))


def intervals(
    figure: go.Figure,
    look: Look,
    marks: Iterable[Mark],
    *,
    upright: bool = False,
    size: Any = 11,
    thickness: float = 2,
    cap: float = 5,
    strength: float = 1,
    marker: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    """Add marks with their intervals as one trace; without marks it is empty and keeps its place.

    upright: values along y, rows along x. size: of the marks, px, one or one each. thickness, cap and
    strength (opacity): of the intervals. marker: more of Plotly's marker. Further keywords go into the trace.
    """
    drawn = list(marks)
    along, across = ("y", "x") if upright else ("x", "y")
    trace: dict[str, Any] = {
        along: [mark.value for mark in drawn] or [None],
        across: [mark.row for mark in drawn] or [None],
        "hovertext": [lines(minus(mark.note)) for mark in drawn] or [""],
    }
    if any(mark.low is not None for mark in drawn):
        trace[f"error_{along}"] = dict(
            type="data",
            symmetric=False,
            array=[None if mark.high is None else mark.high - mark.value for mark in drawn],
            arrayminus=[None if mark.low is None else mark.value - mark.low for mark in drawn],
            color=look.colour if strength == 1 else faded(look.colour, strength),
            thickness=thickness,
            width=cap,
        )
    point = dict(color=look.colour, symbol=look.symbol, size=size)
    if isinstance(size, list):
        point["opacity"] = 1  # Plotly fades marks of different sizes
    if "-open" in look.symbol:
        point["line"] = dict(width=2, color=look.colour)
    plain = dict(
        name=look.name,
        mode="markers",
        hoverinfo="text",
        showlegend=bool(drawn),
        marker=_merged(point, dict(marker or {})),
    )
    figure.add_scatter(**_merged(plain, trace | more))


def curve(figure: go.Figure, look: Look, x: Any, y: Any, *, width: float = 3, **more: Any) -> None:
    """Add a line; x and y are lists or arrays of numbers or words. Further keywords go into the trace."""
    line = dict(color=look.colour, dash=look.dash, width=width)
    figure.add_scatter(**_merged(dict(name=look.name, x=x, y=y, mode="lines", line=line), more))


def band(figure: go.Figure, colour: str, x: Any, low: Any, high: Any, opacity: float = BAND) -> None:
    """Fill between two lines, as decoration: the numbers belong to the line inside."""
    edge = dict(mode="lines", line=dict(width=0), hoverinfo="skip", showlegend=False)
    figure.add_scatter(x=x, y=low, **edge)
    figure.add_scatter(x=x, y=high, fill="tonexty", fillcolor=faded(colour, opacity), **edge)


def lanes(
    figure: go.Figure, look: Look, spans: Iterable[tuple[Any, Any, Any]], *, width: float = 7, **more: Any
) -> None:
    """Add lines along rows, (row, from, to) each, as one trace: decoration, unless ``hovertext`` is given."""
    listed = list(spans)
    decoration = {} if "hovertext" in more else dict(hoverinfo="skip", showlegend=False)
    curve(
        figure,
        look,
        [end for _, first, last in listed for end in (first, last, None)][:-1] or [None],
        [place for row, _, _ in listed for place in (row, row, None)][:-1] or [None],
        width=width,
        **decoration | more,
    )


def upright(figure: go.Figure, at: float, colour: str = GREY, dash: str = "solid", **more: Any) -> None:
    """Rule a line from bottom to top at a value: no difference, or a size that matters."""
    line = dict(color=colour, width=1.5, dash=dash)
    lay_out(figure, shapes=[_merged(dict(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line), more)])


def level(figure: go.Figure, at: float, colour: str = GREY, dash: str = "solid", **more: Any) -> None:
    """Rule a line from left to right at a value."""
    line = dict(color=colour, width=1.5, dash=dash)
    lay_out(figure, shapes=[_merged(dict(type="line", x0=0, x1=1, xref="paper", y0=at, y1=at, line=line), more)])


def text(said: str, x: Any, y: Any, *, size: int = 12, **more: Any) -> dict[str, Any]:
    """Return an annotation without an arrow."""
    return dict(text=minus(said), x=x, y=y, showarrow=False, font=dict(size=size), **more)


def at_end(figure: go.Figure, look: Look, x: float, y: float, **more: Any) -> None:
    """Write a line's name at its end: a legend only where that cannot be."""
    place: dict[str, Any] = dict(xanchor="left", xshift=4)
    lay_out(figure, annotations=[text(look.name, x, y, **place | more)])


def hundred(
    figure: go.Figure,
    parts: Iterable[tuple[Look, Iterable[int]]],
    place: Callable[[int], tuple[float, float]],
    *,
    size: float,
    **more: Any,
) -> None:
    """Add a hundred people, one trace a part: decoration, for their number stands in the trace's name or a readout.

    parts: a look and the numbers (0 to 99) of its people. place: where a person stands (x, y).
    size: of a person, px.
    """
    for look, numbers in parts:
        seats = [place(number) for number in numbers]
        marker = dict(color=look.colour, symbol=look.symbol, size=size, line=dict(width=1.5, color=look.colour))
        figure.add_scatter(
            name=look.name,
            mode="markers",
            x=[x for x, _ in seats],
            y=[y for _, y in seats],
            hoverinfo="skip",
            marker=marker,
            **more,
        )
