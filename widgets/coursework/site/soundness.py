"""A build begins only where the course is sound: course.yml, evidence, sources, claims, questions, lessons, plans."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from .. import course, lessons, plans, questions


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    app.connect("config-inited", _check, priority=1)


def faults(book: Path) -> list[str]:
    """Return every fault of a course, 'file:line: what is wrong and what is allowed'.

    What is wrong with course.yml comes alone: without it, nobody knows what the rest should be. So does the
    evidence before the sources and claims, which rest on it.
    """
    if wrong := course.faults(book):
        return wrong
    found_course = course.read(book)
    wrong = found_course.evidence.faults(found_course.bibliography)
    if not wrong:
        wrong = found_course.sources.faults() + (found_course.claims.faults() if found_course.headings else [])
    return wrong + questions.faults(found_course) + lessons.faults(found_course) + plans.faults(found_course)


def _check(app: Sphinx, config: Config) -> None:
    if wrong := faults(Path(app.srcdir)):
        raise ExtensionError("the course has faults:\n" + "\n".join(wrong))
    config["html_title"] = course.read(Path(app.srcdir)).title
