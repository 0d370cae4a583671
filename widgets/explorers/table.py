"""The numbers of a figure as a table: what a screen reader, a printer and a spreadsheet get.

``player.js`` builds the same table for every other stop; a test compares the two.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any

MOST_ROWS = 30  # a longer curve is shown at evenly spaced points; the CSV has all
WRITTEN = "Words in the figure"
TABLED = "tabled"  # the ``meta`` of a trace whose numbers stand in the table that its figure brings
THINNED = " Long curves at some of their points; the CSV has all."


def tables(figure: dict[str, Any]) -> list[dict[str, Any]]:
    """One table for each pair of axes: ``{"head": [...], "rows": [[...], ...], "thinned": bool}``, cells as text.

    Traces with ``hoverinfo="skip"`` are decoration and are left out. Error bars become the
    columns Low and High, ``hovertext`` the column Note. Numbers along an axis without a title
    only place a mark, and get no column. The first column heads its row: words along an axis, or else the series.
    What only notes and named bands say is a table of its own. A figure may bring one more in
    ``layout.meta["table"]``, with ``head`` and ``rows``, in the place of the traces whose ``meta`` is 'tabled'.
    """
    if "table" in figure:  # of a scene, which brings its own
        return [_brought(figure["table"])]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for trace in figure["data"]:
        told = trace.get("hoverinfo") != "skip" and trace.get("meta") != TABLED
        if told and trace.get("visible", True) is True and "x" in trace and "y" in trace:
            groups.setdefault((trace.get("xaxis", "x"), trace.get("yaxis", "y")), []).append(trace)
    meta = figure["layout"].get("meta") or {}
    brought = [_brought(meta["table"])] if "table" in meta else []
    found = [_table(traces, *(_title(figure["layout"], axis) for axis in axes)) for axes, traces in groups.items()]
    found = [*brought, *found]
    return [*found, *_written(figure["layout"], {cell for one in found for row in one["rows"] for cell in row})]


def _brought(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table that its figure or scene wrote itself, its cells as text."""
    return {"head": table["head"], "rows": [[number(cell) for cell in row] for row in table["rows"]], "thinned": False}


def _written(layout: dict[str, Any], cells: set[str]) -> list[dict[str, Any]]:
    """Return one more table of what only the picture says: its notes, and from where to where its named bands go."""
    bands = (
        f"{words(shape['name'])}: {number(shape.get('x0'))} to {number(shape.get('x1'))}"
        for shape in layout.get("shapes", [])
        if shape.get("name")
    )
    notes = (words(note.get("text", "")) for note in layout.get("annotations", []) if note.get("visible", True))
    said = [text for text in dict.fromkeys([*notes, *bands]) if text and text not in cells]
    return [{"head": [WRITTEN], "rows": [[text] for text in said], "thinned": False}] if said else []


def html(figure: dict[str, Any], caption: str = "") -> str:
    """Write the tables as HTML, long curves thinned; ``caption`` says of what they are and at which setting."""
    return "".join(
        f"<table><caption>{escape(caption)}{escape(THINNED) if table['thinned'] else ''}</caption><thead><tr>"
        + "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table["head"])
        + "</tr></thead><tbody>"
        + "".join(_row(row) for row in table["rows"])
        + "</tbody></table>"
        for table in tables(figure)
    )


def _row(cells: list[str]) -> str:
    first, *rest = map(escape, cells)
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"


def words(text: Any) -> str:
    """Turn Plotly's little HTML into plain words."""
    plain = re.sub(r"<[^>]*>", "", re.sub(r"<br\s*/?>", " ", str(text)))
    return re.sub(r"\s+", " ", plain).strip()


def number(value: Any) -> str:
    """Return a number for a cell, with a true minus sign; text as plain words, the names of rows side by side.

    Four digits stand as they were published. A number of more was calculated (whole numbers apart, up to five
    digits): three are told, and all before its point, 13.517 as 13.5 and 0.66667 as 0.667.
    """
    if value is None:
        return ""
    if isinstance(value, list):  # of rows: a page may lead to each (tables.js)
        return " ".join(value)
    if isinstance(value, (bool, str)):
        return words(value)
    exact = Decimal(float(value))
    if not exact:
        return "0"
    five, four = _rounded(exact, 5), _rounded(exact, 4)
    as_published = five == four or five == five.to_integral_value()
    text = format(five if as_published else _rounded(exact, max(3, exact.adjusted() + 1)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def _rounded(exact: Decimal, digits: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() + 1 - digits), ROUND_HALF_UP)


def _table(traces: list[dict[str, Any]], x_title: str, y_title: str) -> dict[str, Any]:
    spread = next((f"error_{axis}" for axis in "xy" if any(_has(trace, f"error_{axis}") for trace in traces)), None)
    noted = any("hovertext" in trace for trace in traces)
    axes = [
        (letter, title or "Name")
        for letter, title in (("x", x_title), ("y", y_title))
        if title or _in_words(traces, letter)
    ]
    named = next((letter for letter, _ in axes if _in_words(traces, letter)), "")
    axes.sort(key=lambda axis: axis[0] != named)  # what heads the rows comes first
    head = ["Series", *(title for _, title in axes)] + (["Low", "High"] if spread else []) + (["Note"] if noted else [])
    if named:
        head[:2] = head[1::-1]
    thinned = False
    rows = []
    for trace in traces:
        shown = _shown(trace)
        thinned |= len(shown) < len(trace["x"])
        for i in shown:
            if _at(trace["x"], i) is None or _at(trace["y"], i) is None:
                continue
            row = [words(trace.get("name", "")), *(number(_at(trace[letter], i)) for letter, _ in axes)]
            if named:
                row[:2] = row[1::-1]
            if spread:
                row += _bounds(trace, spread, i)
            if noted:
                row.append(words(_at(trace.get("hovertext", ""), i) or ""))
            rows.append(row)
    return {"head": head, "rows": rows, "thinned": thinned}


def _in_words(traces: list[dict[str, Any]], letter: str) -> bool:
    return any(isinstance(value, str) for trace in traces for value in trace[letter])


def _has(trace: dict[str, Any], spread: str) -> bool:
    return "array" in trace.get(spread, {})


def _bounds(trace: dict[str, Any], spread: str, i: int) -> list[str]:
    if not _has(trace, spread) or trace[spread].get("visible") is False:
        return ["", ""]
    value = trace[spread[-1]][i]
    above = _at(trace[spread]["array"], i)
    below = _at(trace[spread].get("arrayminus", trace[spread]["array"]), i)
    if value is None or above is None or below is None:
        return ["", ""]
    return [number(value - below), number(value + above)]


def _shown(trace: dict[str, Any]) -> list[int]:
    """Return the indices of the points shown: all of a trace of marks; of a long curve MOST_ROWS, its ends included."""
    length = len(trace["x"])
    if length <= MOST_ROWS or trace.get("mode") != "lines":
        return list(range(length))
    return [(i * (length - 1)) // (MOST_ROWS - 1) for i in range(MOST_ROWS)]


def _at(values: Any, i: int) -> Any:
    if isinstance(values, list):
        return values[i] if i < len(values) else None
    return values


def _title(layout: dict[str, Any], axis: str) -> str:
    title = layout.get(f"{axis[0]}axis{axis[1:]}", {}).get("title", "")
    return words(title.get("text", "") if isinstance(title, dict) else title)
