"""A tally for a room in JupyterLab: the teacher counts the hands, and the bars stand beside the truth.

The twin of ``js/tally.js`` and ``js/rooms.js``. Nothing of it is kept or sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets

from .guess import Asked, Choice, Number, number

EPSILON = 1e-9
SIZES = (5, 6, 7, 8)  # how many bins a long scale may have
NO_LINE = (
    "Hands cannot be counted for a line: ask for one guess for all, or press Just show me when the room has talked."
)


class Room(ipywidgets.VBox):
    """Counts votes for each answer; ``reveal`` is called when the room has voted, and the bars are shown."""

    def __init__(self, asked: Asked, reveal: Callable[[], None]) -> None:
        self._labels, self._right = answers(asked)
        self._votes = [0] * len(self._labels)
        self._reveal = reveal
        self._counts = [ipywidgets.Label("0") for _ in self._labels]
        rows = [self._row(i, label) for i, label in enumerate(self._labels)]
        done = ipywidgets.Button(description="Reveal", button_style="primary")
        done.on_click(lambda _: self.show())
        super().__init__([ipywidgets.HTML("<p>Press an answer once for each hand.</p>"), *rows, done])
        self.add_class("explorer-room")

    def vote(self, answer: int, by: int = 1) -> None:
        """Count one more hand for an answer, or with ``by=-1`` one less."""
        self._votes[answer] = max(0, self._votes[answer] + by)
        self._counts[answer].value = str(self._votes[answer])

    def show(self) -> None:
        """Show the bars of the room, and lift the veil."""
        self.children = [ipywidgets.HTML(bars(self._labels, self._votes, self._right))]
        self._reveal()

    def _row(self, at: int, label: str) -> Any:
        more = ipywidgets.Button(description=label, tooltip=f"One more for {label}", layout={"width": "auto"})
        less = ipywidgets.Button(description="−", tooltip=f"One less for {label}", layout={"width": "3em"})
        more.on_click(lambda _: self.vote(at))
        less.on_click(lambda _: self.vote(at, -1))
        return ipywidgets.HBox([more, less, self._counts[at]])


def answers(asked: Asked) -> tuple[list[str], int]:
    """Return what a room can vote for, and which of it is right. A line cannot be voted for: ValueError."""
    match asked.guess:
        case Choice(options=options):
            return list(options), int(asked.truth)  # type: ignore[arg-type]
        case Number(unit=unit) as guess:
            all_bins = bins(guess.low, guess.high, guess.step)
            labels = [
                number(first, unit) if first == last else f"{number(first)} to {number(last, unit)}"
                for first, last in all_bins
            ]
            return labels, sum(asked.truth >= first - EPSILON for first, _ in all_bins) - 1  # type: ignore[operator]
    raise ValueError(NO_LINE)


def bins(low: float, high: float, step: float) -> list[tuple[float, float]]:
    """Return five to eight bins of a scale, as (first, last) stop of each: as even and as round as its steps allow.

    A scale of fewer than eight stops has a bin for each.
    """
    steps = int((high - low) / step + EPSILON)

    def value(at: int) -> float:
        return float(f"{low + at * step:.12g}")

    if steps < 8:
        return [(value(i), value(i)) for i in range(steps + 1)]
    even = [size for size in SIZES if steps % size == 0]
    count = next((size for size in even if _is_round(steps / size * step)), even[0] if even else SIZES[0])
    edges = [int(i * steps / count + 0.5) for i in range(count + 1)]
    return [(value(edges[i]), value(edges[i + 1] - 1 if i + 1 < count else steps)) for i in range(count)]


def _is_round(width: float) -> bool:
    """Return whether a width is 1, 2 or 5, or ten or a hundred of them."""
    return re.fullmatch(r"[125]0*", f"{width:.6e}".partition("e")[0].replace(".", "")) is not None


def bars(labels: list[str], votes: list[int], right: int) -> str:
    """Write the bars of the room: a list that is read as it is seen."""
    most = max(1, *votes)
    lines = "".join(
        f"<li{' class=right' if i == right else ''}><span>{escape(label)}</span>"
        f'<span class="bar"><i style="width: {100 * count / most:.0f}%"></i></span><b>{count}</b>'
        f"{' <em>the answer</em>' if i == right else ''}</li>"
        for i, (label, count) in enumerate(zip(labels, votes, strict=True))
    )
    return f"<p>The room ({sum(votes)} vote{'s' if sum(votes) != 1 else ''}):</p><ul>{lines}</ul>"
