"""The published numbers of this course: ``row("C027")``, ``table("onset")``. Units and species stand in course.yml."""

from pathlib import Path

from coursework.course import find
from coursework.evidence import EvidenceError, Row

tables = find(Path(__file__)).evidence
row, table, names, faults = tables.row, tables.table, tables.names, tables.faults

__all__ = ["EvidenceError", "Row", "faults", "names", "row", "table", "tables"]
