"""Lists of entries in YAML, one file a chapter: read with the line of everything, every fault of a file at once.

The questions (``questions``) and the cases (``cases``) of a course are such files.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import bibliography, checks
from .course import Course


class _Loader(yaml.SafeLoader):
    """Remembers the line of every mapping under the key ''."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [child.value for child, _ in node.value]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise yaml.constructor.ConstructorError(
                None, None, f"{', '.join(twice)} stands twice in one mapping", node.start_mark
            )
        return {"": node.start_mark.line + 1, **super().construct_mapping(node, deep=True)}


def _load(self: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    return self.construct_mapping(node)


_Loader.add_constructor("tag:yaml.org,2002:map", _load)


def parse(path: Path) -> Any:
    """Return what a YAML file holds, each mapping with its line under the key ''. Raises yaml.MarkedYAMLError."""
    return yaml.load(path.read_text("utf-8"), _Loader)


def load(path: Path, course: Course, what: str) -> tuple[list[Any], list[str]]:
    """Return the entries of a chapter's file, each mapping with its line under the key '', and why there are none.

    what: the entries are, in the plural: 'cases'.
    """
    if not path.exists():
        return [], [f"there is no {path.name} in {course.book.name}/{what}"]
    if not course.chapter(path.stem).exists():
        return [], [f"{path.name}:1: there is no chapter {path.stem!r}; a file of {what} has the name of its chapter"]
    entries, wrong = parsed(path)
    if not wrong and (not isinstance(entries, list) or not entries):
        wrong = [f"{path.name}:1: the file must be a list of {what}"]
    return ([], wrong) if wrong else (entries, [])


def parsed(path: Path) -> tuple[Any, list[str]]:
    """Return what a YAML file holds, each mapping with its line under the key '', and why it cannot be read."""
    try:
        return parse(path), []
    except yaml.MarkedYAMLError as error:
        return None, [checks.not_yaml(path, error)]


@dataclass(frozen=True)
class Reason:
    """Why an answer fits or does not, with the works that say so."""

    why: str
    cite: tuple[str, ...]


class Reader:
    """Reads the entries of one file and collects what is wrong with them in ``faults``."""

    def __init__(self, path: Path, course: Course, shown: str = "") -> None:
        """shown: what a fault calls the file; its name where nothing is said."""
        self.path, self.shown = path, shown or path.name
        self.faults: list[str] = []
        self.works = set(bibliography.read(course.bibliography))

    def fault(self, entry: Any, what: str) -> None:
        """Note what is wrong with an entry, with its line."""
        line = entry.get("", 1) if isinstance(entry, dict) else 1
        self.faults.append(f"{self.shown}:{line}: {what}")

    def keys(self, entry: dict[str, Any], needed: set[str], optional: Collection[str] = ()) -> None:
        """Note which keys are missing, and which are unknown."""
        given = {str(key) for key in entry if key != ""}
        if missing := sorted(needed - given):
            self.fault(entry, f"{', '.join(missing)} is missing")
        if unknown := sorted(given - needed - {*optional}):
            self.fault(
                entry, f"{', '.join(unknown)} is unknown here; allowed are {', '.join(sorted({*needed, *optional}))}"
            )

    def text(self, entry: dict[str, Any], key: str) -> str:
        """Return a text, '' where it is missing; note where it is none."""
        value = entry.get(key)
        if key in entry and (not isinstance(value, str) or not value.strip()):
            self.fault(entry, f"{key} is {value!r}; it must be a text")
        return value.strip() if isinstance(value, str) else ""

    def maps(self, entry: dict[str, Any], key: str, allowed: range | None = None) -> list[dict[str, Any]]:
        """Return a list of mappings, [] where it is missing; note where it is none or has another length."""
        value = entry.get(key)
        if key in entry and (not isinstance(value, list) or not all(isinstance(item, dict) for item in value)):
            self.fault(entry, f"{key} must be a list of mappings")
            return []
        found: list[dict[str, Any]] = value or []
        if allowed and key in entry and len(found) not in allowed:
            self.fault(entry, f"there are {len(found)} {key}; there must be {allowed[0]} to {allowed[-1]}")
        return found

    def cites(self, entry: dict[str, Any]) -> tuple[str, ...]:
        """Return the works that an entry cites; note those that the course does not have."""
        cite = entry.get("cite")
        if "cite" in entry and (not isinstance(cite, list) or not cite):
            self.fault(entry, f"cite is {cite!r}; it must be a list of keys of references.bib")
            cite = []
        for key in cite or []:
            if key not in self.works:
                self.fault(entry, f"citation {key!r} is not in the bibliography")
        return tuple(map(str, cite or []))

    def reason(self, entry: dict[str, Any]) -> Reason:
        """Return why an entry is as it is: its ``why`` and its ``cite``."""
        return Reason(self.text(entry, "why"), self.cites(entry))
