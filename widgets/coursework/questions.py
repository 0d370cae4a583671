"""The questions of a course: data in ``questions/<chapter>.yml``, checked before a page shows them.

What stands in ``questions/test/<chapter>.yml`` is asked by the final test alone, never in a chapter. There every
question also names the ``rows`` of the evidence that hold its facts, and each objective has none or at least two:
who missed one meets its sibling. Where there is no such file, the test draws from the chapters' own questions.

A file is a list of questions. Every question has

    id         unique in the course, short: it travels to a learning management system
    kind       one | several | number | order | explorer
    objective  words that stand in exactly one objective of the chapter
    ask        the question

and, by kind,

    one, several   options: a list of {text, why, cite} with right: true on the right ones
    explorer       the same, and explorer: the id of the figure on the page in which the answer is seen
    number         answer, tolerance, unit, right, wrong; traps: a list of {value, why, cite}; draw: see templates.py
    order          items in the right order, right, wrong

``right`` and ``wrong`` are {why, cite}. ``why`` is the feedback, ``cite`` a list of keys of references.bib. An option
may say its ``stance``, how it sounds to somebody who has not read the course: hype, denial, measured or neutral.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from . import checks, entries, templates
from .course import TEST, Course, find
from .entries import Reason

UNIQUE = "ids are unique in the course"
LETTERS = "abcdefgh"
COMMON = {"id", "kind", "objective", "ask"}
#: kind -> the keys it needs, beside COMMON
KINDS = {
    "one": {"options"},
    "several": {"options"},
    "number": {"answer", "tolerance", "unit", "right", "wrong"},
    "order": {"items", "right", "wrong"},
    "explorer": {"explorer", "options"},
}
OPTIONAL = {"number": {"traps", "draw"}}
STANCES = ("hype", "denial", "measured", "neutral")


class QuizError(ValueError):
    """Questions that must not be shown; the message lists every fault with file and line."""


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    text: str
    right: bool
    reason: Reason
    stance: str = ""  # one of STANCES, '' where it is not said


@dataclass(frozen=True)
class Question:
    """One question; what its kind does not use is empty."""

    id: str
    chapter: str
    kind: str
    objective: str
    ask: str
    options: tuple[Option, ...] = ()
    answer: float = 0.0
    tolerance: float = 0.0
    unit: str = ""
    traps: tuple[tuple[float, Reason], ...] = ()
    items: tuple[str, ...] = ()
    explorer: str = ""
    draws: tuple[templates.Draw, ...] = ()  # of fresh numbers; answer, tolerance and traps are those of the first
    rows: tuple[str, ...] = ()  # of the evidence, where the facts stand
    line: int = 0  # of its file
    right: Reason | None = None
    wrong: Reason | None = None

    @property
    def asked(self) -> str:
        """The question in plain words, with its first numbers."""
        return self.plain(self.ask)

    def plain(self, text: str) -> str:
        """Return a text of this question with its first numbers in it."""
        return templates.filled(text, self.draws[0].numbers) if self.draws else text

    @property
    def key(self) -> str:
        """The right answer as letters, 'b', 'a,c' or 'c,a,b', or as a number."""
        if self.kind == "number":
            return f"{self.answer:g}"
        if self.kind == "order":
            return ",".join(LETTERS[shown(self).index(i)] for i in range(len(self.items)))
        return ",".join(letter for letter, option in zip(LETTERS, self.options) if option.right)


def shown(question: Question) -> list[int]:
    """Return the order in which the items of an 'order' question are shown: mixed, the same each time."""
    mixed = list(range(len(question.items)))
    return mixed[1::2] + mixed[::2][::-1]


def chapter(name: str, course: Course | None = None) -> list[Question]:
    """Return the questions of a chapter. Raises QuizError with every fault of its file."""
    course = course or find()
    questions, wrong = _read(course.questions(name), course)
    if wrong:
        raise QuizError("\n".join(wrong))
    return questions


def chapters(course: Course | None = None) -> list[str]:
    """Return the chapters with questions, in the order of the table of contents."""
    course = course or find()
    named = [page.removeprefix("chapters/") for page in course.pages if page.startswith("chapters/")]
    return [name for name in named if course.questions(name).exists()]


def pool(name: str, course: Course | None = None) -> list[Question]:
    """Return the questions on a chapter that only the test asks. Raises QuizError with every fault of their file."""
    course = course or find()
    path = course.test_questions(name)
    questions, wrong = _read(path, course) if path.exists() else ([], [])
    if wrong:
        raise QuizError("\n".join(wrong))
    return questions


def bank(course: Course | None = None) -> list[Question]:
    """Return all questions that the final test may draw: its own, or where it has none those of the chapters.

    Those that need a figure beside them stay in their chapter.
    """
    course = course or find()
    names = chapters(course)
    own = [question for name in names for question in pool(name, course)]
    return own or reviewed(course)


def reviewed(course: Course | None = None) -> list[Question]:
    """Return all questions of the chapters that can be asked again later: those that need no figure beside them."""
    return [question for name in chapters(course) for question in chapter(name, course) if question.kind != "explorer"]


def faults(course: Course | None = None) -> list[str]:
    """Return every fault of every file, 'file:line: what is wrong and what is allowed'."""
    course = course or find()
    found: list[str] = []
    ids = checks.Ids(UNIQUE)
    for path in sorted((course.book / "questions").glob("*.yml")):
        found += _read(path, course, ids)[1]
    for path in sorted((course.book / "questions" / TEST).glob("*.yml")):
        own, wrong = _read(path, course, ids)
        found += wrong or _lonely(path, own)
    return found + [fault for name in chapters(course) for fault in _chapter_faults(name, course)]


def _lonely(path: Path, own: list[Question]) -> list[str]:
    """Say which objectives have a single question in the test: who misses it must meet a sibling."""
    times = Counter(question.objective for question in own)
    return [
        f"{TEST}/{path.name}:{question.line}: {question.id} has no sibling; write a second question on"
        f" {question.objective!r}, so that a retake can ask another"
        for question in own
        if times[question.objective] == 1
    ]


def _chapter_faults(name: str, course: Course) -> list[str]:
    """Return what a chapter with questions must say, and does not."""
    found = []
    for read in (title, minutes):
        try:
            read(name, course)
        except QuizError as error:
            found.append(str(error))
    return found


def objectives(name: str, course: Course | None = None) -> list[str]:
    """Return the objectives of a chapter, as plain text."""
    page = (course or find()).chapter(name).read_text("utf-8")
    part = re.search(r"^## Objectives\s*$(.*?)^## ", page, re.M | re.S)
    items = re.findall(r"^(?:-|\d+\.)\s+(.*(?:\n[ \t]+\S.*)*)", part[1], re.M) if part else []
    return [_plain(item) for item in items]


def title(name: str, course: Course | None = None) -> str:
    """Return the heading of a chapter. Raises QuizError if it has none."""
    page = (course or find()).chapter(name).read_text("utf-8")
    found = re.search(r"^# +(\S.*)$", re.sub(r"^```.*?^```", "", page, flags=re.M | re.S), re.M)
    if not found:
        top = re.match(r"(?:---\n.*?^---\n)?\s*", page, re.M | re.S)
        line = page.count("\n", 0, top.end() if top else 0) + 1
        raise QuizError(f"{name}.md:{line}: the chapter has no heading; write '# ' and its title above its text")
    return found[1].strip()


def minutes(name: str, course: Course | None = None) -> int:
    """Return how long the chapter says it takes. Raises QuizError if it does not say."""
    said = re.search(r"about (\d+) minutes", (course or find()).chapter(name).read_text("utf-8"))
    if not said:
        raise QuizError(f"{name}.md:1: it is not said how long it takes; write 'about 30 minutes' into the first box")
    return int(said[1])


def _plain(text: str) -> str:
    """Markdown without its marks and without the last ';' or '.'."""
    text = re.sub(r"\{[\w:]+\}`([^`<]*?)\s*(?:<[^`]*>)?`", r"\1", text)
    text = re.sub(r"\s+", " ", re.sub(r"[*_`]", "", text))
    return re.sub(r"[\s;.]+$", "", text)


@cache
def _explorers(page: str) -> tuple[str, ...]:
    """Return the explorers of a chapter's text, without running it."""
    found = []
    for cell in re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", page, re.M | re.S):
        code = re.sub(r"\A(?::.*\n)+", "", cell)
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "explore" and node.args:
                function = getattr(node.args[0], "attr", getattr(node.args[0], "id", ""))
                found.append(function.replace("_", "-"))
    return tuple(found)


@cache
def _row_ids(course: Course) -> frozenset[str]:
    """Return the ids of all rows of the evidence."""
    return frozenset(row for name in course.evidence.names() for row in course.evidence.table(name))


# ---- reading a file, with the line of everything in it ----


def _read(path: Path, course: Course, ids: checks.Ids | None = None) -> tuple[list[Question], list[str]]:
    """Return the good questions of a file and its faults."""
    listed, wrong = entries.load(path, course, "questions")
    if wrong:
        return [], wrong
    page, ids = _Reader(path, course), ids or checks.Ids(UNIQUE)
    questions: list[Question] = []
    for entry in listed:
        before = len(page.faults)
        question = page.question(entry)
        if question and len(page.faults) == before:
            for fault in ids.again(repr(question.id), path, question.line):
                page.faults.append(f"{page.shown}:{question.line}: {fault}")
            questions.append(question)
    return questions, page.faults


class _Reader(entries.Reader):
    """Reads the entries of one file and collects what is wrong with them."""

    def __init__(self, path: Path, course: Course) -> None:
        self.in_test = path.parent.name == TEST
        super().__init__(path, course, f"{TEST}/{path.name}" if self.in_test else "")
        self.known_rows = _row_ids(course) if self.in_test else frozenset()
        self.objectives = objectives(path.stem, course)
        self.explorers = _explorers(course.chapter(path.stem).read_text("utf-8"))

    def question(self, entry: Any) -> Question | None:
        if not isinstance(entry, dict):
            self.fault(entry, f"a question must be a mapping; here stands {entry!r}")
            return None
        kind = entry.get("kind")
        if kind not in KINDS:
            self.fault(entry, *checks.one_of("kind", kind, list(KINDS)))
            return None
        if self.in_test and kind == "explorer":
            self.fault(entry, "kind is 'explorer'; the test stands on a page without figures")
        own = {"rows"} if self.in_test else set()
        self.keys(entry, COMMON | KINDS[kind] | own, OPTIONAL.get(kind, set()))
        id_ = self.text(entry, "id")
        if id_ and not re.fullmatch(r"[a-z][a-z0-9-]{1,19}", id_):
            self.fault(entry, f"id is {id_!r}; it must be 2 to 20 small letters, digits and hyphens")
        common = {
            "id": id_,
            "chapter": self.path.stem,
            "kind": kind,
            "objective": self.objective(entry),
            "ask": self.text(entry, "ask"),
            "rows": self.rows(entry) if self.in_test else (),
            "line": entry[""],
        }
        read = {
            "one": self.choice,
            "several": self.choice,
            "number": self.numeric,
            "order": self.order,
            "explorer": self.explorer,
        }
        return Question(**common, **read[kind](entry))

    def choice(self, entry: dict[str, Any]) -> dict[str, Any]:
        options = []
        for option in self.maps(entry, "options"):
            self.keys(option, {"text", "why", "cite"}, {"right", "stance"})
            stance = option.get("stance", "")
            if "stance" in option and stance not in STANCES:
                self.fault(option, *checks.one_of("stance", stance, STANCES))
            if option.get("right", False) not in (True, False):
                self.fault(option, f"right is {option['right']!r}; it must be true or left out")
            reason = self.reason(option)
            options.append(Option(self.text(option, "text"), option.get("right") is True, reason, str(stance)))
        right = sum(option.right for option in options)
        if not 3 <= len(options) <= len(LETTERS):
            self.fault(entry, f"there are {len(options)} options; there must be 3 to {len(LETTERS)}")
        if not right:
            self.fault(entry, "no option is right; mark one with 'right: true'")
        elif entry["kind"] != "several" and right > 1:
            self.fault(entry, f"{right} options are right; of kind {entry['kind']!r} only one may be")
        elif entry["kind"] == "several" and right == len(options):
            self.fault(entry, "every option is right; one at least must not be")
        return {"options": tuple(options)}

    def numeric(self, entry: dict[str, Any]) -> dict[str, Any]:
        traps, values = [], []
        for trap in self.maps(entry, "traps") if "traps" in entry else []:
            self.keys(trap, {"value", "why", "cite"})
            values.append(self.formula(trap, "value", "draw" in entry))
            traps.append(self.reason(trap))
        read: dict[str, Any] = {"unit": self.text(entry, "unit"), **self.verdicts(entry)}
        if "draw" in entry:
            return {**read, **self.draws(entry, values, traps)}
        answer, tolerance = self.number(entry, "answer"), self.number(entry, "tolerance")
        if tolerance < 0:
            self.fault(entry, "tolerance is below 0")
        if any(abs(float(value) - answer) <= tolerance for value in values):
            self.fault(entry, "a trap lies within the tolerance of the answer")
        slips = tuple(zip(map(float, values), traps))
        return {**read, "answer": answer, "tolerance": tolerance, "traps": slips}

    def draws(self, entry: dict[str, Any], values: list[str | float], traps: list[Reason]) -> dict[str, Any]:
        """Return the fresh numbers of a question, and its first ones as those that stand without a script."""
        given = {key: value for key, value in entry["draw"].items() if key} if isinstance(entry["draw"], dict) else {}
        for name, numbers in given.items():
            if not isinstance(numbers, list) or not all(type(number) in (int, float) for number in numbers):
                self.fault(entry, f"draw: {name} is {numbers!r}; it must be a list of numbers")
                return {}
        try:
            found = templates.drawn(
                given, self.formula(entry, "answer", True), self.formula(entry, "tolerance", True), values
            )
        except templates.TemplateError as error:
            self.fault(entry, str(error))
            return {}
        said = [
            entry.get("ask"),
            *(entry[key].get("why") for key in ("right", "wrong") if isinstance(entry.get(key), dict)),
        ]
        for text in [*said, *(reason.why for reason in traps)]:
            for name in templates.unknown(str(text), given):
                self.fault(entry, f"{{{name}}} stands in a text, and draw has no {name}; it has {', '.join(given)}")
        first = found[0]
        return {
            "draws": tuple(found),
            "answer": first.answer,
            "tolerance": first.tolerance,
            "traps": tuple(zip(first.traps, traps)),
        }

    def formula(self, entry: dict[str, Any], key: str, allowed: bool) -> str | float:
        """Return a number, or where numbers are drawn a formula of them."""
        value = entry.get(key, 0.0)
        return value if allowed and isinstance(value, str) and value.strip() else self.number(entry, key)

    def rows(self, entry: dict[str, Any]) -> tuple[str, ...]:
        given = entry.get("rows")
        if "rows" in entry and (not isinstance(given, list) or not given):
            self.fault(entry, f"rows is {given!r}; it must be a list of row ids of the evidence")
            return ()
        for row in given or []:
            if row not in self.known_rows:
                self.fault(entry, f"row {row!r} stands in no table of the evidence")
        return tuple(map(str, given or []))

    def order(self, entry: dict[str, Any]) -> dict[str, Any]:
        given = entry.get("items")
        items = given if isinstance(given, list) and all(isinstance(item, str) for item in given) else []
        good = 3 <= len(items) <= len(LETTERS) and len(set(items)) == len(items)
        if "items" in entry and not good:
            self.fault(entry, f"items must be 3 to {len(LETTERS)} different texts in the right order")
        return {"items": tuple(items) if good else (), **self.verdicts(entry)}

    def explorer(self, entry: dict[str, Any]) -> dict[str, Any]:
        name = entry.get("explorer")
        if name not in self.explorers:
            self.fault(entry, f"explorer is {name!r}; the chapter has {', '.join(self.explorers) or 'none'}")
        return {"explorer": str(name), **self.choice(entry)}

    def number(self, entry: dict[str, Any], key: str) -> float:
        value = entry.get(key)
        if key in entry and (isinstance(value, bool) or not isinstance(value, (int, float))):
            self.fault(entry, f"{key} is {value!r}; it must be a number")
            return 0.0
        return float(value or 0)

    def objective(self, entry: dict[str, Any]) -> str:
        words = self.text(entry, "objective")
        fitting = [text for text in self.objectives if words and words.lower() in text.lower()]
        if words and len(fitting) != 1:
            self.fault(
                entry,
                f"objective {words!r} stands in {len(fitting)} of the chapter's objectives and must stand in one:"
                f" {'; '.join(self.objectives)}",
            )
        return fitting[0] if fitting else ""

    def verdicts(self, entry: dict[str, Any]) -> dict[str, Reason | None]:
        found: dict[str, Reason | None] = {}
        for key in ("right", "wrong"):
            if isinstance(entry.get(key), dict):
                self.keys(entry[key], {"why", "cite"})
                found[key] = self.reason(entry[key])
            elif key in entry:
                self.fault(entry, f"{key} must be a mapping of why and cite")
        return found
