"""What tables and files of data are checked with: one sentence a fault, 'file:line: what is wrong and what is allowed'.

All faults of a file are told at once, so nothing here raises: each check returns the sentences that it has to say.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import yaml


def read_table(path: Path, columns: tuple[str, ...], last: str = "") -> tuple[dict[int, dict[str, str]], list[str]]:
    """Return the rows of a CSV file by line, cells without spaces around them, and the faults of its shape.

    columns: all that the file must have, in order. last: one that may follow; where it does not, its cells are ''.
    """
    wanted = f"{','.join(columns)}, and may end with {last}" if last else ",".join(columns)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) not in (columns, (*columns, last)):
            return {}, [f"{path.name}:1: the columns must be {wanted}"]
        rows: dict[int, dict[str, str]] = {}
        wrong: list[str] = []
        for cells in reader:
            if None in cells or None in cells.values():
                count = len(reader.fieldnames or ())
                wrong.append(f"{path.name}:{reader.line_num}: the row must have {count} cells")
            else:
                rows[reader.line_num] = {name: cells.get(name, "").strip() for name in (*columns, last) if name}
    return rows, wrong


def placed(path: Path, line: int, faults: Iterable[str]) -> list[str]:
    """Return the faults with their file and line in front."""
    return [f"{path.name}:{line}: {fault}" for fault in faults]


def one_of(name: str, value: object, allowed: Collection[str]) -> list[str]:
    """Say that a value is none of those allowed, which are listed in their order, or sorted where they have none."""
    if value in allowed:
        return []
    listed = sorted(allowed) if isinstance(allowed, (set, frozenset)) else allowed
    return [f"{name} is {value!r}; allowed are {', '.join(listed)}"]


def filled(row: Mapping[str, str], names: Iterable[str], what: str) -> list[str]:
    """Say which of the cells are empty that must not be. what: of a row, or a claim."""
    return [f"{name} is empty; every {what} needs one" for name in names if not row[name]]


def number(name: str, text: str) -> tuple[float | None, list[str]]:
    """Read a finite number, None where the text is empty; and say where it is neither."""
    try:
        value = float(text) if text else None
    except ValueError:
        value = math.nan
    if value is None or math.isfinite(value):
        return value, []
    return None, [f"{name} is {text!r}; it must be a number or empty"]


#: What usually lies behind YAML's own words.
ADVICE = {
    "mapping values are not allowed": "; a text with a colon in it needs quotes: put the text in quotes",
    "expected <block end>": "; indent this line as far as its neighbours",
}


def not_yaml(path: Path, error: yaml.MarkedYAMLError) -> str:
    """Say where and why a file is no YAML, and what mends it where that is known."""
    mark = error.problem_mark or error.context_mark
    advice = next((advice for word, advice in ADVICE.items() if word in str(error.problem)), "")
    return f"{path.name}:{mark.line + 1 if mark else 1}: {error.problem}{advice}"


class Ids:
    """The ids of a course: each stands once, in whichever file."""

    def __init__(self, homes: str) -> None:
        """homes: what to say where one stands again in another file, such as 'an id stands once'."""
        self._homes: dict[str, tuple[Path, int]] = {}
        self._said = homes

    def again(self, name: object, path: Path, line: int) -> list[str]:
        """Note where an id stands, and say where it stood before."""
        text = str(name)
        before, at = self._homes.setdefault(text, (path, line))
        if (before, at) == (path, line):
            return []
        if before == path:
            return [f"id {name} stands twice"]
        return [f"id {name} is also in {before.name}:{at}; {self._said}"]
