"""A page runs again when, and only when, something that its cells read has changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coursework.course import find, read
from coursework.site.freshness import digest, ingredients
from tests.support.books import HEAD, scratch_book
from tests.support.course import ROOT

CELL = """```{{code-cell}}
from explorers import explore
from ketamine.figures import {figures}

explore({figures}.{function}, caption="As {figures} draws it.")
```
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of three pages, with a package of its own that a test may change."""
    for name in ("binder", "tools", "widgets"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE"):  # the site offers the package
        shutil.copy(ROOT / name, tmp_path)
    book = scratch_book(tmp_path / "book", "# Trial\n")
    (book / "chapters").mkdir()
    (book / "questions").mkdir()
    shutil.copy(ROOT / "book" / "assessment.yml", book)
    for name, figures, function in (("memory", "bdnf", "forest"), ("circuits", "rewiring", "turnover")):
        (book / "chapters" / f"{name}.md").write_text(HEAD + CELL.format(figures=figures, function=function))
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/memory\n- file: chapters/circuits\n"
    )
    return tmp_path


def changed(course: Path, name: str) -> set[str]:
    """The chapters that a changed file concerns."""

    def digests() -> dict[str, str]:
        this = read(course / "book")
        pages = (course / "book" / "chapters").glob("*.md")
        return {page.stem: digest(ingredients(page, this, [course / "widgets"])) for page in pages}

    before = digests()
    file = course / name
    file.write_text((file.read_text() if file.exists() else "") + "\n")
    return {page for page, now in digests().items() if now != before[page]}


@pytest.mark.parametrize(
    ("name", "concerned"),
    [
        ("widgets/ketamine/figures/bdnf.py", {"memory"}),
        ("widgets/ketamine/models/sampling.py", {"memory"}),  # imported by figures/bdnf.py only
        ("widgets/ketamine/models/spines.py", {"circuits"}),
        ("widgets/explorers/charts.py", {"memory", "circuits"}),
        ("widgets/ketamine/evidence/bdnf.csv", {"memory", "circuits"}),  # rows are looked up over all tables
        ("widgets/ketamine/figures/pain.py", set()),
        ("widgets/ketamine/claims.csv", set()),
        ("widgets/coursework/site/theme.py", set()),
        ("README.md", set()),
    ],
)
def test_a_change_concerns_the_pages_that_import_it(course: Path, name: str, concerned: set[str]) -> None:
    assert changed(course, name) == concerned


def test_the_final_test_reads_the_questions_and_headings_of_every_chapter() -> None:
    book = ROOT / "book"
    of_test = ingredients(book / "final-test.md", find(book))
    assert {*(book / "questions").rglob("*.yml"), book / "assessment.yml", *(book / "chapters").glob("*.md")} <= of_test
    of_chapter = ingredients(book / "chapters" / "bdnf.md", find(book))
    assert {file for file in of_chapter if book in file.parents} == {
        book / "questions" / "bdnf.yml",
        book / "course.yml",
    }


def test_of_a_chapter_the_final_test_reads_the_top_only(tmp_path: Path) -> None:
    chapter = tmp_path / "bdnf.md"

    def after(text: str) -> str:
        chapter.write_text(text)
        return digest([chapter])

    text = "# BDNF\n\nabout 20 minutes\n\n## Objectives\n\n- one\n\n## What the article says\n\nMuch.\n"
    assert after(text) == after(text.replace("Much", "Little"))
    for told in ("# BDNF", "20", "one"):
        assert after(text) != after(text.replace(told, "another"))


def build(course: Path) -> tuple[set[str], dict[str, bytes]]:
    """Build: the pages whose cells ran, and every file of the site.

    The installed packages are those of another folder, this repository; the build must take the course's own.
    """
    done = build_book(course, SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0, done.stdout + done.stderr
    site = course / "book" / "_build" / "html"
    return ran(done), {
        file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()
    }


def build_book(course: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type `make book`."""
    command = [sys.executable, "-m", "tools.build_book"]
    return subprocess.run(command, cwd=course, env=os.environ | environment, text=True, capture_output=True)


def ran(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The pages whose cells ran to their end."""
    return set(re.findall(r"([\w-]+)\.md: Executed notebook", done.stdout))


def told(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The faults that a failed build names at its end."""
    assert done.returncode != 0
    return sorted(done.stderr.partition("The course was not built:")[2].strip().splitlines())


def test_a_changed_row_and_module_change_their_pages_and_the_site_is_that_of_a_build_from_nothing(course: Path) -> None:
    pages, first = build(course)
    assert pages == {"memory", "circuits"}
    assert build(course) == (set(), first)

    change(course / "widgets" / "ketamine" / "figures" / "bdnf.py", '"Interval includes 0"', '"The interval holds 0"')
    pages, second = build(course)
    assert pages == {"memory"}
    assert b"The interval holds 0" in second["chapters/memory.html"]

    change(
        course / "widgets" / "ketamine" / "evidence" / "plasticity.csv",
        "over 18 months,13149,26,",
        "over 18 months,13149,27,",
    )
    pages, third = build(course)
    assert pages == {"memory", "circuits"}
    assert b"measured 26" in second["chapters/circuits.html"] and b"measured 27" in third["chapters/circuits.html"]

    change(course / "book" / "chapters" / "memory.md", "# Trial", "# Another name")
    pages, fourth = build(course)
    assert pages == {"memory"}
    assert b"Another name" in fourth["chapters/circuits.html"], (
        "the menu of a page that did not change tells the old name"
    )
    shutil.rmtree(course / "book" / "_build")
    assert build(course) == ({"memory", "circuits"}, fourth)


def test_a_build_that_failed_reads_again_only_the_pages_at_fault_and_tells_every_fault_again(course: Path) -> None:
    """A cell that raises; a cited work, a page and a view that are not there; an explorer without a caption."""
    chapters = course / "book" / "chapters"
    (chapters / "sound.md").write_text(HEAD + CELL.format(figures="bdnf", function="cut_off"))
    with (course / "book" / "_toc.yml").open("a") as contents:
        contents.write("- file: chapters/sound\n")
    _, good = build(course)

    memory, circuits = ((chapters / f"{name}.md").read_text() for name in ("memory", "circuits"))
    (chapters / "memory.md").write_text(memory + "\n```{code-cell}\nassert 1 == 2, 'one is not two'\n```\n")
    (chapters / "circuits.md").write_text(
        circuits + "\nSee {cite:p}`nobody1999`, [nothing](nothing.md) and {view}`it <turnover?loss=17>`.\n"
    )
    first = build_book(course)
    assert len(told(first)) >= 5, told(first)  # four faults, and that the last good site stays
    again = build_book(course)
    assert told(again) == told(first) and ran(again) == {"circuits"}

    change(chapters / "circuits.md", 'caption="As rewiring draws it."', 'caption=""')
    third = build_book(course)
    assert any("caption" in line for line in told(third)) and ran(third) == set()

    (chapters / "memory.md").write_text(memory)
    (chapters / "circuits.md").write_text(circuits)
    assert build(course) == ({"memory", "circuits"}, good)


def change(file: Path, old: str, new: str) -> None:
    """Put one text in the place of another that stands there once."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{file.name} has {text.count(old)} times {old}"
    file.write_text(text.replace(old, new), "utf-8")
