"""Imports run one way, downwards; the two engine packages and the tools know no word of this course."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from coursework import course
from tests.support.course import BOOK, ROOT

WIDGETS = ROOT / "widgets"
#: package -> those that it may not import
CLOSED = {"explorers": {"coursework", "ketamine", "tools", "tests"}, "coursework": {"ketamine", "tools", "tests"}}
#: Words of this course. Its chapters' names, which are words too, are looked for as they stand in addresses.
WORDS = r"es?ketamine|ketamine|dos(?:e|es|ing)|MADRS|antidepress\w*|NMDA|mg/kg"
ENDINGS = {".py", ".js", ".css", ".html", ".conf", ".md", ".json", ".yml"}


def imported(file: Path) -> set[str]:
    """The top-level names of everything that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            up = file.relative_to(WIDGETS).parts[: -node.level]
            names.add(up[0] if up else (node.module or node.names[0].name).partition(".")[0])
    return names


@pytest.mark.parametrize("package", CLOSED)
def test_imports_run_one_way(package):
    files = sorted((WIDGETS / package).rglob("*.py"))
    assert len(files) > 5
    wrong = {file.name: found for file in files if (found := imported(file) & CLOSED[package])}
    assert wrong == {}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("from ketamine import evidence", {"ketamine"}),
        ("import ketamine.models.spines as spines", {"ketamine"}),
        ("def late():\n    from coursework import quiz", {"coursework"}),
        ("from . import bake", {"explorers"}),
        ("from .. import coursework", {"coursework"}),
    ],
)
def test_every_kind_of_import_is_seen(line, names, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.coursework.test_boundaries.WIDGETS", tmp_path)
    file = tmp_path / "explorers" / "x.py"
    file.parent.mkdir()
    file.write_text(line)
    assert imported(file) == names


def chapters() -> list[str]:
    """The names of this course's pages, but for those that any course may have."""
    return [page.rpartition("/")[2] for page in course.find(BOOK).pages if page.startswith("chapters/")]


def told(text: str) -> list[str]:
    """The words of this course in a text."""
    this = course.find(BOOK)
    names = "|".join(map(re.escape, [*chapters(), this.title, this.slug, this.distribution]))
    return re.findall(rf"(?i)\b(?:{WORDS}|{names})\b", text)


@pytest.mark.parametrize("folder", ["widgets/explorers", "widgets/coursework", "tools"])
def test_no_word_of_this_course_stands_in_the_engine(folder):
    files = [file for file in sorted((ROOT / folder).rglob("*")) if file.suffix in ENDINGS]
    files = [file for file in files if "vendor" not in file.parts]
    assert len(files) > 10
    assert {file.name: found for file in files if (found := told(file.read_text("utf-8")))} == {}


def test_a_word_of_this_course_is_seen():
    for text in (
        "one Dose of it",
        "MADRS points",
        "chapters/bdnf",
        "What Ketamine Does to the Brain",
        "'chronic-pain'",
    ):
        assert told(text), text
    assert told("a diagnosed overdosed pain in the neck, told in verbose words") == []
