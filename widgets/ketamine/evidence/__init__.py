"""The published numbers of this course: ``row("C027")``, ``table("onset")``. Units and species stand in course.yml."""

from functools import cache
from pathlib import Path

from coursework.course import find
from coursework.evidence import Estimate, EvidenceError, Interval, Number, Row, Statement

tables = find(Path(__file__)).evidence
row, table, names, faults = tables.row, tables.table, tables.names, tables.faults
number, estimate, interval = tables.number, tables.estimate, tables.interval


@cache
def value(row_id: str) -> float:
    """Return the number of a row, in its unit. Raises EvidenceError where the row is not there or has none."""
    return number(row_id).value


def bounds(row_id: str) -> tuple[float, float]:
    """Return the bounds of a row, in its unit. Raises EvidenceError where the row is not there or has none."""
    return row(row_id).bounds


__all__ = [
    "Estimate",
    "EvidenceError",
    "Interval",
    "Number",
    "Row",
    "Statement",
    "bounds",
    "estimate",
    "faults",
    "interval",
    "names",
    "number",
    "row",
    "table",
    "tables",
    "value",
]
