"""The one Markdown table of `make bench`: a measure a row, a way a column, beside what is aimed at."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

WAYS = ("ours", "plotly's `notebook` renderer", "FigureWidget, html-manager", "ipywidgets, live JupyterLab")
DEAD = float("inf")  # a control that moves and changes nothing
Cell = str | float | list[float | None] | None


@dataclass(frozen=True)
class Row:
    """One measure. ``cells`` stand in the order of WAYS: numbers of repeated runs, one number, or words."""

    measure: str
    cells: Sequence[Cell]
    aim: str = ""
    met: bool | None = None  # None: nothing is aimed at
    digits: int = 0


def at_most(measure: str, cells: Sequence[Cell], limit: float, most: float = DEAD, digits: int = 0) -> Row:
    """Our median may be at most ``limit``, our 95th percentile at most ``most``."""
    aim = f"≤ {limit:g}" if most == DEAD else f"≤ {limit:g} (≤ {most:g})"
    return Row(measure, cells, aim, middle(cells[0]) <= limit and percentile95(cells[0]) <= most, digits)


def times_less(measure: str, cells: Sequence[Cell], factor: float) -> Row:
    """Our median must be ``factor`` times less than that of JupyterLab, the last cell."""
    ratio = middle(cells[-1]) / middle(cells[0])
    known = ratio < DEAD
    said = f"{ratio:.1f} times less than live" if known else "no comparison"
    return Row(measure, [said], f"≥ {factor:g} times", ratio >= factor if known else None)


def runs(cell: Cell) -> list[float]:
    """Return the values of a cell in order of size; what never came is DEAD."""
    values = cell if isinstance(cell, list) else [cell]
    return sorted(float(value) if isinstance(value, (int, float)) else DEAD for value in values) or [DEAD]


def middle(cell: Cell) -> float:
    """Return the median of the runs."""
    return statistics.median_low(runs(cell))


def percentile95(cell: Cell) -> float:
    """Return the value that 95 of 100 runs do not exceed (the greatest, where there are fewer than 20)."""
    found = runs(cell)
    return found[math.ceil(0.95 * len(found)) - 1]


def head() -> str:
    """Write the first two lines."""
    names = ["measure: median (95th percentile)", *WAYS, "aim", "met"]
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}"


def line(row: Row) -> str:
    """Write a row in Markdown."""
    cells = [shown(cell, row.digits) for cell in row.cells] + [""] * (len(WAYS) - len(row.cells))
    met = {True: "yes", False: "**NO**", None: ""}[row.met]
    return f"| {' | '.join([row.measure, *cells, row.aim, met])} |"


def shown(cell: Cell, digits: int) -> str:
    """Words as they are, one number rounded, runs as 'median (95th percentile)'."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if middle(cell) == DEAD:
        return "dead"
    if not isinstance(cell, list):
        return f"{cell:,.{digits}f}"
    most = percentile95(cell)
    return f"{middle(cell):,.{digits}f} ({'dead' if most == DEAD else f'{most:,.{digits}f}'})"
