"""The plans of a class: ``plans/<name>.yml``, shown as a timetable and as steps to present (``coursework.site.plans``).

A plan has

    title     of the plan
    minutes   that it takes: the sum of its steps
    chapters  that it teaches, by their names; a short test before and after can ask about these alone
    steps     in their order

and every step

    step      its title
    minutes   that it takes
    at        what is shown: 'page', 'page#figure', 'page#figure?control=stop', or the address of a short test for the
              chapters of this plan, 'page#chapters=name'; may be left out
    ask       the question to the room, before anybody touches a control; a break has none
    answer    what to say once the room has answered, where the figure does not say it; may be left out
    notes     for who teaches; may be left out

A view that is not there fails the build like any other link to one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import entries
from .course import Course, find

#: What stands in an address between the page of a short test and the chapters that it is about.
CHAPTERS = "chapters="
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class PlanError(ValueError):
    """A plan that cannot be used; the message lists every fault with file and line."""


@dataclass(frozen=True)
class Step:
    """One step of a plan; what is left out is empty."""

    title: str
    minutes: int
    page: str = ""  # 'chapters/tea'
    fragment: str = ""  # 'steeping?minutes=5': what is to be seen there
    ask: str = ""
    answer: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Plan:
    """One plan of a class."""

    name: str
    title: str
    chapters: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """How long the class takes."""
        return sum(step.minutes for step in self.steps)


def folder(course: Course) -> Path:
    """Return the folder of the plans; it need not exist."""
    return course.book / "plans"


def plans(course: Course | None = None) -> list[Plan]:
    """Return the plans of a course, the shortest first. Raises PlanError with every fault of every file."""
    course = course or find()
    found = [_read(path, course) for path in sorted(folder(course).glob("*.yml"))]
    if wrong := [fault for _, faults in found for fault in faults]:
        raise PlanError("\n".join(wrong))
    return sorted((plan for plan, _ in found if plan), key=lambda plan: (plan.minutes, plan.name))


def plan(name: str, course: Course | None = None) -> Plan:
    """Return a plan by its name. Raises PlanError with every fault, or if there is none of that name."""
    known = plans(course)
    for one in known:
        if one.name == name:
            return one
    raise PlanError(f"there is no plan {name!r}; there are {', '.join(one.name for one in known) or 'none'}")


def faults(course: Course | None = None) -> list[str]:
    """Return every fault of every plan, 'file:line: what is wrong and what is allowed'."""
    course = course or find()
    return [fault for path in sorted(folder(course).glob("*.yml")) for fault in _read(path, course)[1]]


# ---- reading a file ----


def _read(path: Path, course: Course) -> tuple[Plan | None, list[str]]:
    """Return the plan in a file and its faults."""
    entry, wrong = entries.parsed(path)
    if not wrong and not isinstance(entry, dict):
        wrong = [f"{path.name}:1: the file must be a mapping with title, minutes, chapters and steps"]
    if wrong:
        return None, wrong
    reader = _Reader(path, course)
    return reader.plan(entry), reader.faults


class _Reader(entries.Reader):
    """Reads one plan and collects what is wrong with it."""

    def __init__(self, path: Path, course: Course) -> None:
        super().__init__(path, course)
        self.pages = course.pages
        self.taught = {page.removeprefix("chapters/") for page in self.pages if page.startswith("chapters/")}

    def plan(self, entry: dict[str, Any]) -> Plan:
        self.keys(entry, {"title", "minutes", "chapters", "steps"})
        if not _NAME.fullmatch(self.path.stem):
            self.fault(entry, "the file's name must be at most 40 small letters, digits and hyphens")
        steps = tuple(map(self.step, self.maps(entry, "steps", range(1, 41))))
        plan = Plan(self.path.stem, self.text(entry, "title"), self.chapters(entry), steps)
        if self.minutes(entry) != plan.minutes and "minutes" in entry and steps:
            self.fault(entry, f"minutes is {entry['minutes']!r}; its steps take {plan.minutes}")
        return plan

    def step(self, entry: dict[str, Any]) -> Step:
        self.keys(entry, {"step", "minutes"}, {"at", "ask", "answer", "notes"})
        page, _, fragment = self.text(entry, "at").partition("#")
        if page and page not in self.pages:
            self.fault(entry, f"at names the page {page!r}, and _toc.yml has no such page")
        if fragment.startswith(CHAPTERS):
            self.known(entry, fragment.removeprefix(CHAPTERS).split(","), {*self.taught, self.path.stem})
        ask, answer, notes = (" ".join(self.text(entry, key).split()) for key in ("ask", "answer", "notes"))
        if answer and not ask:
            self.fault(entry, "answer stands without ask; say what it answers")
        return Step(self.text(entry, "step"), self.minutes(entry), page, fragment, ask, answer, notes)

    def chapters(self, entry: dict[str, Any]) -> tuple[str, ...]:
        given = entry.get("chapters")
        if "chapters" in entry and (not isinstance(given, list) or not given):
            self.fault(entry, f"chapters is {given!r}; it must be a list of the names of chapters")
        names = list(map(str, given)) if isinstance(given, list) else []
        self.known(entry, names, self.taught)
        return tuple(names)

    def known(self, entry: dict[str, Any], names: list[str], allowed: set[str]) -> None:
        for name in names:
            if name not in allowed:
                self.fault(entry, f"chapters names {name!r}; allowed are {', '.join(sorted(allowed))}")

    def minutes(self, entry: dict[str, Any]) -> int:
        value = entry.get("minutes")
        if type(value) is int and value in range(1, 601):
            return value
        if "minutes" in entry:
            self.fault(entry, f"minutes is {value!r}; it must be a whole number from 1 to 600")
        return 0
