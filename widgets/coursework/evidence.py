"""Evidence: every published number that a page shows is one row of a CSV table.

``Tables`` reads the tables of one folder. ``row("C027")`` gives one row of whatever kind, ``number``,
``estimate`` and ``interval`` one that must be of that kind, ``table("onset")`` those of ``onset.csv``
by id. ``faults()`` lists everything wrong with the tables, with file and line, so that the build can
name all of it at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from . import checks
from .bibliography import read

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
#: A last column that a table may have, for rows that say which way something went.
DIRECTION = "direction"
DIRECTIONS = ("increase", "no change", "decrease")
UNCERTAINTY = {"none", "SD", "SE", "CI95", "CI90", "range", "IQR"}
_ID = re.compile(r"[A-Z]{1,3}\d+[a-h]?")


class EvidenceError(ValueError):
    """A row must not be published, is not there, or does not hold what was asked of it; the message says which."""


@dataclass(frozen=True)
class Row:
    """One published finding: a ``Number``, an ``Interval`` or a ``Statement``.

    ``low`` and ``high`` are bounds, ``spread`` is an SD or SE. The kinds say which of the four are there;
    ``bounds``, ``sample`` and ``at_hours`` are for callers that cannot do without.
    """

    id: str
    study: str
    arm: str
    comparator: str
    outcome: str
    when: str  # as published, 'day 28'
    hours: float | None  # the same in hours, for an axis
    value: float | None
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
    direction: str = ""  # one of DIRECTIONS, where the table says which way the outcome went

    @property
    def interval(self) -> tuple[float, float] | None:
        """Bounds to draw: the published ones, or value -/+ the published SD or SE."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        if self.spread is not None and self.value is not None:
            return self.value - self.spread, self.value + self.spread
        return None

    @property
    def bounds(self) -> tuple[float, float]:
        """``interval`` of a row that has one. Raises EvidenceError if it has none."""
        if self.interval is None:
            raise EvidenceError(f"row {self.id} has neither bounds nor an SD or SE")
        return self.interval

    @property
    def sample(self) -> int:
        """``n`` of a row that gives it. Raises EvidenceError if it does not."""
        if self.n is None:
            raise EvidenceError(f"row {self.id} does not say how many were studied (n)")
        return self.n

    @property
    def at_hours(self) -> float:
        """``hours`` of a row that gives them. Raises EvidenceError if it does not."""
        if self.hours is None:
            raise EvidenceError(f"row {self.id} has no time in hours")
        return self.hours


@dataclass(frozen=True)
class Number(Row):
    """One published number, alone or with its uncertainty."""

    value: float


@dataclass(frozen=True)
class Estimate(Number):
    """A number with the bounds that were published for it."""

    low: float
    high: float


@dataclass(frozen=True)
class Interval(Row):
    """Two published bounds, and no number between them: 'four to 65 per cent'."""

    value: None
    low: float
    high: float


@dataclass(frozen=True)
class Statement(Row):
    """A finding published in words only."""

    value: None


Kind = TypeVar("Kind", bound=Row)
_SAID: dict[type[Row], str] = {
    Number: "a number",
    Estimate: "a number with published bounds",
    Interval: "two bounds without a number",
    Statement: "words only",
}


@dataclass(frozen=True, eq=False)
class Tables:
    """The evidence tables of one folder, and the words that their rows may use. Each file is read once."""

    folder: Path
    units: frozenset[str]
    species: frozenset[str]

    @cache  # noqa: B019 (as long as the process; there are few)
    def table(self, name: str) -> dict[str, Row]:
        """Rows of ``<name>.csv`` by id, in the file's order. Raises EvidenceError with every fault."""
        path = self.folder / f"{name}.csv"
        if not path.exists():
            raise EvidenceError(f"there is no evidence table {path.name}; there are {', '.join(self.names())}")
        rows, faults = self._read(path)
        if faults:
            raise EvidenceError("\n".join(faults))
        return {row.id: row for row in rows}

    def row(self, row_id: str) -> Row:
        """Return the row with this id, from whichever table holds it. Raises EvidenceError if none does."""
        for name in self.names():
            if row_id in self.table(name):
                return self.table(name)[row_id]
        raise EvidenceError(f"no evidence table has a row {row_id!r}; there are {', '.join(self.names())}")

    def number(self, row_id: str) -> Number:
        """Return the row with this id, which holds a number. Raises EvidenceError if it does not."""
        return _of_kind(self.row(row_id), Number)

    def estimate(self, row_id: str) -> Estimate:
        """Return the row with this id, which holds a number and its bounds. Raises EvidenceError if it does not."""
        return _of_kind(self.row(row_id), Estimate)

    def interval(self, row_id: str) -> Interval:
        """Return the row with this id, which holds bounds and no number. Raises EvidenceError if it does not."""
        return _of_kind(self.row(row_id), Interval)

    def names(self) -> list[str]:
        """Return the names of all tables, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.csv"))

    def faults(self, bibliography: Path) -> list[str]:
        """Return every fault of every table, 'file:line: what is wrong and what is allowed'.

        bibliography: the BibTeX file whose keys the rows may cite.
        """
        known, ids = set(read(bibliography)), checks.Ids("an id stands once")
        return [fault for path in sorted(self.folder.glob("*.csv")) for fault in self._read(path, known, ids)[1]]

    def _read(
        self, path: Path, known: set[str] | None = None, ids: checks.Ids | None = None
    ) -> tuple[list[Row], list[str]]:
        """Read the sound rows of a table, and the faults of the others."""
        cells, bad = checks.read_table(path, COLUMNS, DIRECTION)
        ids = ids or checks.Ids("an id stands once")
        rows = []
        for line, text in cells.items():
            row, wrong = _parse(text, self.units, self.species)
            if row:
                wrong += ids.again(row.id, path, line)
            if row and known is not None and row.citation not in known:
                wrong.append(f"citation {row.citation!r} is not in the bibliography")
            bad += checks.placed(path, line, wrong)
            if row and not wrong:
                rows.append(row)
        return rows, bad


def _of_kind(row: Row, kind: type[Kind]) -> Kind:
    if isinstance(row, kind):
        return row
    raise EvidenceError(f"row {row.id} holds {_SAID[type(row)]}, not {_SAID[kind]}")


def _parse(text: dict[str, str], units: frozenset[str], species: frozenset[str]) -> tuple[Row | None, list[str]]:
    wrong: list[str] = []

    def number(column: str) -> float | None:
        value, fault = checks.number(column, text[column])
        wrong.extend(fault)
        return value

    if not _ID.fullmatch(text["id"]):
        wrong.append(
            f"id is {text['id']!r}; it must be one to three capitals and a number, such as C027 or C027b (a to h)"
        )
    wrong += checks.filled(text, ("study", "outcome", "design", "citation"), "row")
    for column, allowed in (("unit", units), ("uncertainty", UNCERTAINTY), ("species", species)):
        wrong += checks.one_of(column, text[column], allowed)
    if text[DIRECTION]:
        wrong += checks.one_of(DIRECTION, text[DIRECTION], frozenset(DIRECTIONS))
    value, spread, low, high = (number(c) for c in ("value", "spread", "low", "high"))
    hours, n = number("hours"), number("n")
    if not wrong:
        wrong += _faults_of_numbers(text["unit"], text["uncertainty"], value, spread, low, high)
    if n is not None and (n < 1 or n != int(n)):
        wrong.append(f"n is {text['n']!r}; it must be a whole number of at least 1")
    if wrong:
        return None, wrong
    known: dict[str, Any] = {**text, "hours": hours, "value": value, "spread": spread, "low": low, "high": high}
    return _kind(value, low)(**known | {"n": None if n is None else int(n)}), []


def _kind(value: float | None, low: float | None) -> type[Row]:
    """Return the kind of a sound row with this value and lower bound."""
    if value is None:
        return Statement if low is None else Interval
    return Number if low is None else Estimate


def _faults_of_numbers(
    unit: str, uncertainty: str, value: float | None, spread: float | None, low: float | None, high: float | None
) -> list[str]:
    """Return what is wrong with a row's value, spread and bounds taken together."""
    wrong = []
    both = low is not None and high is not None
    either = low is not None or high is not None
    if unit == "statement":
        if value is not None or spread is not None or either:
            wrong.append("unit is 'statement'; then value, spread, low and high must be empty")
    elif value is None and not both:
        wrong.append("value is empty; only a 'statement', or a row with low and high, has none")
    if uncertainty in {"SD", "SE"}:
        if spread is None:
            wrong.append(f"uncertainty is {uncertainty} and spread is empty")
        if either:
            wrong.append(f"uncertainty is {uncertainty}; low and high must be empty")
    if uncertainty in {"CI95", "CI90", "range", "IQR"}:
        if not both:
            wrong.append(f"uncertainty is {uncertainty}; low and high must both be numbers")
        if spread is not None:
            wrong.append(f"uncertainty is {uncertainty}; spread must be empty")
    if uncertainty == "none" and (spread is not None or either):
        wrong.append("uncertainty is 'none' but spread, low or high has a number")
    if spread is not None and spread < 0:
        wrong.append(f"spread is {spread:g}; it must be 0 or more")
    if low is not None and high is not None:
        if low > high:
            wrong.append(f"low {low:g} is above high {high:g}")
        elif value is not None and not low <= value <= high:
            wrong.append(f"value {value:g} is outside its bounds, low {low:g} to high {high:g}")
    return wrong
