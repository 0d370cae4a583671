"""The published numbers of this course: ``row("C027")``, ``table("onset")``. Units and species stand in course.yml."""

from pathlib import Path

from coursework.course import find
from coursework.evidence import Estimate, EvidenceError, Interval, Number, Row, Statement

tables = find(Path(__file__)).evidence
row, table, names, faults = tables.row, tables.table, tables.names, tables.faults
number, estimate, interval = tables.number, tables.estimate, tables.interval

__all__ = [
    "Estimate",
    "EvidenceError",
    "Interval",
    "Number",
    "Row",
    "Statement",
    "estimate",
    "faults",
    "interval",
    "names",
    "number",
    "row",
    "table",
    "tables",
]
