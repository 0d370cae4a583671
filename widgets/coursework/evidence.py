"""Evidence: every published number that a page shows is one row of a CSV table.

``Tables`` reads the tables of one folder. ``row("C027")`` gives one row, ``table("onset")`` those of
``onset.csv`` by id. ``faults()`` lists everything wrong with the tables, with file and line, so that
the build can name all of it at once.
"""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COLUMNS = (
    "id",
    "study",
    "arm",
    "comparator",
    "outcome",
    "when",
    "hours",
    "value",
    "unit",
    "uncertainty",
    "spread",
    "low",
    "high",
    "n",
    "species",
    "design",
    "citation",
    "note",
)
UNCERTAINTY = {"none", "SD", "SE", "CI95", "CI90", "range", "IQR"}
_ID = re.compile(r"[A-Z]{1,3}\d+[a-z]?")


class EvidenceError(ValueError):
    """The tables hold a row that must not be published; the message lists all of them."""


@dataclass(frozen=True)
class Row:
    """One published figure. ``low`` and ``high`` are bounds, ``spread`` an SD or SE."""

    id: str
    study: str
    arm: str
    comparator: str
    outcome: str
    when: str  # as published, 'day 28'
    hours: float | None  # the same in hours, for an axis
    value: float | None  # None only where unit is 'statement'
    unit: str
    uncertainty: str
    spread: float | None
    low: float | None
    high: float | None
    n: int | None
    species: str
    design: str  # 'randomised, placebo', 'open label', 'meta-analysis', 'label', ...
    citation: str  # key in book/references.bib
    note: str

    @property
    def interval(self) -> tuple[float, float] | None:
        """Bounds to draw: the published ones, or value -/+ the published SD or SE."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        if self.spread is not None and self.value is not None:
            return self.value - self.spread, self.value + self.spread
        return None


@dataclass(frozen=True)
class Tables:
    """The evidence tables of one folder, and the words that their rows may use."""

    folder: Path
    units: frozenset[str]
    species: frozenset[str]

    @cache
    def table(self, name: str) -> dict[str, Row]:
        """Rows of ``<name>.csv`` by id, in the file's order. Raises EvidenceError with every fault."""
        path = self.folder / f"{name}.csv"
        if not path.exists():
            raise EvidenceError(f"there is no evidence table {path.name}; there are {', '.join(self.names())}")
        rows, faults = self._read(path)
        if faults:
            raise EvidenceError("\n".join(faults))
        return {row.id: row for row in rows}

    def row(self, id: str) -> Row:
        """The row with this id, from whichever table holds it. Raises EvidenceError if none does."""
        for name in self.names():
            if id in self.table(name):
                return self.table(name)[id]
        raise EvidenceError(f"no evidence table has a row {id!r}; there are {', '.join(self.names())}")

    def names(self) -> list[str]:
        """The names of all tables, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.csv"))

    def faults(self, bibliography: Path) -> list[str]:
        """Every fault of every table, 'file:line: what is wrong and what is allowed'.

        bibliography: the BibTeX file whose keys the rows may cite.
        """
        known = citation_keys(bibliography)
        found: list[str] = []
        homes: dict[str, str] = {}
        for path in sorted(self.folder.glob("*.csv")):
            rows, bad = self._read(path, known)
            found += bad
            for row in rows:
                if row.id in homes:
                    found.append(f"{path.name}: id {row.id} is also in {homes[row.id]}; ids are unique")
                homes.setdefault(row.id, path.name)
        return found

    def _read(self, path: Path, known: set[str] | None = None) -> tuple[list[Row], list[str]]:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                return [], [f"{path.name}:1: the columns must be {','.join(COLUMNS)}"]
            rows, bad = [], []
            seen: set[str] = set()
            for cells in reader:
                row, wrong = _parse(cells, self.units, self.species)
                if row and row.id in seen:
                    wrong.append(f"id {row.id} stands twice")
                if row and known is not None and row.citation not in known:
                    wrong.append(f"citation {row.citation!r} is not in the bibliography")
                bad += [f"{path.name}:{reader.line_num}: {fault}" for fault in wrong]
                if row and not wrong:
                    rows.append(row)
                    seen.add(row.id)
        return rows, bad


def citation_keys(bibliography: Path) -> set[str]:
    """The keys of a BibTeX file; none where there is no such file."""
    if not bibliography.is_file():
        return set()
    return set(re.findall(r"^@\w+\{([^,\s]+),", bibliography.read_text("utf-8"), re.M))


def _parse(
    cells: dict[str, str | None], units: frozenset[str], species: frozenset[str]
) -> tuple[Row | None, list[str]]:
    if None in cells or None in cells.values():
        return None, [f"the row must have {len(COLUMNS)} cells"]
    text = {name: (cells[name] or "").strip() for name in COLUMNS}
    wrong: list[str] = []

    def number(column: str) -> float | None:
        if not text[column]:
            return None
        try:
            value = float(text[column])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            wrong.append(f"{column} is {text[column]!r}; it must be a number or empty")
            return None
        return value

    def one_of(column: str, allowed: set[str] | frozenset[str]) -> None:
        if text[column] not in allowed:
            wrong.append(f"{column} is {text[column]!r}; allowed are {', '.join(sorted(allowed))}")

    if not _ID.fullmatch(text["id"]):
        wrong.append(f"id is {text['id']!r}; it must be capitals and a number, such as C027")
    for column in ("study", "outcome", "design", "citation"):
        if not text[column]:
            wrong.append(f"{column} is empty; every row needs one")
    one_of("unit", units)
    one_of("uncertainty", UNCERTAINTY)
    one_of("species", species)
    value, spread, low, high = (number(c) for c in ("value", "spread", "low", "high"))
    hours, n = number("hours"), number("n")
    kind = text["uncertainty"]
    if not text["value"] and text["unit"] != "statement" and (low is None or high is None):
        wrong.append("value is empty; only a 'statement', or a row with low and high, has none")
    if kind in {"SD", "SE"} and spread is None:
        wrong.append(f"uncertainty is {kind} and spread is empty")
    if kind in {"CI95", "CI90", "range", "IQR"} and (low is None or high is None):
        wrong.append(f"uncertainty is {kind}; low and high must both be numbers")
    if kind == "none" and (spread is not None or low is not None or high is not None):
        wrong.append("uncertainty is 'none' but spread, low or high has a number")
    if low is not None and high is not None and not low <= high:
        wrong.append(f"low {low:g} is above high {high:g}")
    if n is not None and (n < 1 or n != int(n)):
        wrong.append(f"n is {text['n']!r}; it must be a whole number of at least 1")
    if wrong:
        return None, wrong
    return Row(
        **{c: text[c] for c in ("id", "study", "arm", "comparator", "outcome", "when", "unit")},
        hours=hours,
        value=value,
        uncertainty=kind,
        spread=spread,
        low=low,
        high=high,
        n=None if n is None else int(n),
        species=text["species"],
        design=text["design"],
        citation=text["citation"],
        note=text["note"],
    ), []
