"""The cases of a course: a person in ``cases/<chapter>.yml`` who opens a chapter, and returns at its end.

A file is a list of cases. Every case has

    id      unique in the course, short
    who     the person, as a colleague would name them: 'Mr A, 46, a cyclist'
    story   two or three sentences: history, and why they come
    asks    what they ask, in their own words
    steps   one decision, or up to four in a long case
    ends    what came of it; may be left out

and every step

    then      what has happened since the step before; the first has none
    ask       what is to be decided
    choices   two to four of {text, fits, why, cite}; ``fits`` is best | partly | poorly, and one is best
    look      {say, at}: a link to the view that decides, 'figure?control=stop', with 'chapters/page#' in front where
              it stands on another page; one step of a case needs one

``cite`` is a list of keys of references.bib. Texts are Markdown as in a chapter. The directives that show a case are
in ``coursework.site.lessons``; a view that is not there fails the build like any other link to one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorers import view

from . import checks, entries
from .course import Course, find
from .entries import Reason

#: How well a choice fits what is known -> the words for it.
FITS = {"best": "Fits best", "partly": "Fits in part", "poorly": "Does not fit"}
STEPS, CHOICES = range(1, 5), range(2, 5)


class CaseError(ValueError):
    """Cases that must not be shown; the message lists every fault with file and line."""


@dataclass(frozen=True)
class Choice:
    """One way to decide, how well it fits, and why."""

    text: str
    fits: str  # of FITS
    reason: Reason


@dataclass(frozen=True)
class Look:
    """A link to the view of a figure that decides."""

    say: str
    at: str


@dataclass(frozen=True)
class Step:
    """One decision; what is left out is empty."""

    ask: str
    choices: tuple[Choice, ...]
    then: str = ""
    look: Look | None = None


@dataclass(frozen=True)
class Case:
    """One person, from the question to the end."""

    id: str
    chapter: str
    who: str
    story: str
    asks: str
    steps: tuple[Step, ...]
    ends: str = ""


def folder(course: Course) -> Path:
    """Return the folder of the cases; it need not exist."""
    return course.book / "cases"


def case(id_: str, chapter: str, course: Course | None = None) -> Case:
    """Return a case of a chapter. Raises CaseError with every fault of its file, or if there is none of that id."""
    course = course or find()
    cases, wrong = _read(folder(course) / f"{chapter}.yml", course)
    if wrong:
        raise CaseError("\n".join(wrong))
    for one in cases:
        if one.id == id_:
            return one
    known = ", ".join(one.id for one in cases) or "none"
    raise CaseError(f"there is no case {id_!r} in cases/{chapter}.yml; it has {known}")


def faults(course: Course | None = None) -> list[str]:
    """Return every fault of every file, 'file:line: what is wrong and what is allowed'."""
    course = course or find()
    ids = checks.Ids("ids are unique in the course")
    return [fault for path in sorted(folder(course).glob("*.yml")) for fault in _read(path, course, ids)[1]]


# ---- reading a file ----


def _read(path: Path, course: Course, ids: checks.Ids | None = None) -> tuple[list[Case], list[str]]:
    """Return the cases of a file and its faults."""
    listed, wrong = entries.load(path, course, "cases")
    if wrong:
        return [], wrong
    reader, ids = _Reader(path, course), ids or checks.Ids("")
    cases = []
    for entry in listed:
        if one := reader.case(entry):
            reader.faults += checks.placed(path, entry[""], ids.again(repr(one.id), path, entry[""]))
            cases.append(one)
    return cases, reader.faults


class _Reader(entries.Reader):
    """Reads the cases of one file and collects what is wrong with them."""

    def case(self, entry: Any) -> Case | None:
        if not isinstance(entry, dict):
            self.fault({}, f"a case must be a mapping; here stands {entry!r}")
            return None
        self.keys(entry, {"id", "who", "story", "asks", "steps"}, {"ends"})
        id_ = self.text(entry, "id")
        if id_ and not re.fullmatch(r"[a-z][a-z0-9-]{1,29}", id_):
            self.fault(entry, f"id is {id_!r}; it must be 2 to 30 small letters, digits and hyphens")
        steps = [self.step(step, first=not at) for at, step in enumerate(self.maps(entry, "steps", STEPS))]
        if steps and not any(step.look for step in steps):
            self.fault(entry, "no step has a look; a case needs a link to the view that decides")
        words = {key: self.prose(entry, key) for key in ("who", "story", "asks", "ends")}
        return Case(id_, self.path.stem, steps=tuple(steps), **words)

    def step(self, entry: dict[str, Any], first: bool) -> Step:
        self.keys(entry, {"ask", "choices"} if first else {"then", "ask", "choices"}, {"look"})
        choices = [self.choice(choice) for choice in self.maps(entry, "choices", CHOICES)]
        best = sum(choice.fits == "best" for choice in choices)
        if choices and best != 1:
            self.fault(entry, f"{best} choices fit best; it must be one")
        return Step(self.prose(entry, "ask"), tuple(choices), self.prose(entry, "then"), self.look(entry))

    def choice(self, entry: dict[str, Any]) -> Choice:
        self.keys(entry, {"text", "fits", "why", "cite"})
        if "fits" in entry:
            for wrong in checks.one_of("fits", entry["fits"], list(FITS)):
                self.fault(entry, wrong)
        return Choice(self.prose(entry, "text"), str(entry.get("fits")), self.reason(entry))

    def look(self, entry: dict[str, Any]) -> Look | None:
        given = entry.get("look")
        if "look" not in entry:
            return None
        if not isinstance(given, dict):
            self.fault(entry, f"look is {given!r}; it must be a mapping of say and at")
            return None
        self.keys(given, {"say", "at"})
        say, at = self.prose(given, "say"), self.text(given, "at")
        if at and not view.parse(at.rpartition("#")[2]):
            self.fault(given, f"at is {at!r}; it must be a view such as 'figure?control=stop'")
        return Look(say, at if "#" in at else f"#{at}")

    def prose(self, entry: dict[str, Any], key: str) -> str:
        """Return a text in one line, however it was broken."""
        return " ".join(self.text(entry, key).split())


# ---- as Markdown ----


def opening(one: Case) -> list[str]:
    """Return what opens the chapter, as paragraphs of Markdown."""
    return [f"**{one.who}.** {one.story}", f"*{quoted(one.asks)}*"]


def reason(choice: Choice) -> str:
    """Return what a choice opens, as Markdown: how well it fits, why, and the works."""
    cited = f" {{cite:p}}`{','.join(choice.reason.cite)}`" if choice.reason.cite else ""
    why = " ".join(choice.reason.why.split())
    return f"**{FITS[choice.fits]}.** {why[:-1]}{cited}{why[-1]}" if why else ""


def settings(at: str) -> str:
    """Say which figure a view is of and how it is set, for where it cannot be opened: 'way, with speed = 8'."""
    found = view.parse(at.rpartition("#")[2])
    if not found:
        return at
    stops = ", ".join(f"{control} = {stop}" for control, stop in found.wanted)
    return f"the figure '{found.explorer}'" + (f", with {stops}" if stops else "")


def quoted(text: str) -> str:
    """Put a text in the quotation marks of the course, unless it brings its own."""
    return text if text[:1] in "'\"‘“" else f"‘{text}’"


def decision(one: Case) -> str:
    """Return the end of the case as Markdown for a notebook: each choice folds its reason."""
    parts = []
    for at, step in enumerate(one.steps, start=1):
        number = f"**Decision {at} of {len(one.steps)}.** " if len(one.steps) > 1 else ""
        parts += [f"{number}{step.then} {step.ask}".replace("  ", " ").strip()]
        parts += [
            f"<details><summary>{choice.text}</summary>\n\n{reason(choice)}\n\n</details>" for choice in step.choices
        ]
        if step.look:
            parts.append(f"*{step.look.say}*: {settings(step.look.at)}.")
    return "\n\n".join([*parts, *([one.ends] if one.ends else [])])
