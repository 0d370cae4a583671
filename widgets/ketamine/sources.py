"""The trials and reviews behind the evidence: ``table()``. What one says of itself, ``coursework.sources`` says."""

from pathlib import Path

from coursework.course import find

sources = find(Path(__file__)).sources
table, faults = sources.table, sources.faults

__all__ = ["faults", "sources", "table"]
