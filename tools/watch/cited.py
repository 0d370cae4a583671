"""Where a course cites a work, and whether it says at each place that the work is retracted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coursework.bibliography import Work
from coursework.course import Course

from .report import some

#: Texts that cite: pages, questions and cases. One block of text, between blank lines, says a thing at once.
TEXTS = ("*.md", "chapters/*.md", "questions/*.yml", "questions/test/*.yml", "cases/*.yml")
_SAID = re.compile("retract", re.IGNORECASE)
#: How publishers mark a title, and so does a bibliography that cites such a work as what it is.
MARK = re.compile(r"^\W*(RETRACTED|WITHDRAWN|REMOVED)\b")


def marked(title: str) -> bool:
    """Whether a title says that its work is retracted."""
    return bool(MARK.match(title))


class Cited:
    """The places of a course that lean on its works."""

    def __init__(self, course: Course) -> None:
        files = sorted(file for pattern in TEXTS for file in course.book.glob(pattern))
        self._blocks = [
            (file.relative_to(course.book).as_posix(), block)
            for file in files
            for block in re.split(r"\n\s*\n", file.read_text("utf-8"))
        ]
        evidence = course.evidence
        self._rows = [row for name in evidence.names() for row in evidence.table(name).values()]
        self._lines = _lines(course.sources.file)
        self.all = "\n".join(block for _, block in self._blocks) + course.bibliography.read_text("utf-8")

    def places(self, key: str) -> str:
        """Say where a work is cited: 'chapters/tea.md; rows T001, T002'; 'nowhere but in the bibliography'."""
        pages = sorted({file for file, _ in self._citing(key)})
        rows = [row.id for row in self._rows if row.citation == key]
        said = [some(pages), f"{'row' if len(rows) == 1 else 'rows'} {some(rows)}" if rows else ""]
        return "; ".join(filter(None, said)) or "nowhere but in the bibliography"

    def untold(self, key: str) -> list[str]:
        """Return the places that cite a work and do not say that it is retracted."""
        pages = sorted({file for file, block in self._citing(key) if not _SAID.search(block)})
        rows = [
            f"row {row.id}"
            for row in self._rows
            if row.citation == key and not any(map(_SAID.search, (row.outcome, row.design, row.note)))
        ]
        lines = [f"sources.csv, {key}" for line in self._lines if line.startswith(f"{key},") and not _SAID.search(line)]
        return pages + rows + lines

    def _citing(self, key: str) -> Iterator[tuple[str, str]]:
        whole = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        return ((file, block) for file, block in self._blocks if whole.search(block))


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.is_file() else []


def faults(course: Course, works: dict[str, Work]) -> list[str]:
    """Say where the course cites a work that its own bibliography marks as retracted, and does not say so there."""
    cited = Cited(course)
    return [
        f"{key} is marked as retracted in the bibliography, and {place} does not say so"
        for key, work in works.items()
        if marked(work.title)
        for place in cited.untold(key)
    ]
