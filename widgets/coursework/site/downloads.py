"""What a reader takes along: each page's notebook, the evidence and the package, with links on the page.

A Sphinx extension, named in book/_config.yml. It writes into the site

    downloads/tea.ipynb      the learner's edition, as widgets/coursework/editions.py makes it
    downloads/evidence.csv    every row of the evidence tables, with its source
    downloads/datapackage.json   what its columns hold, for programs
    downloads/*.whl           the package that the notebooks import: `pip install` takes its address or its file

They are files of the site itself, so that they are there without a network and before the course has
a repository. The link that launches a page on Binder appears once binder/launch.yml names a repository.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import jupytext
from sphinx.application import Sphinx

from .. import bibliography, binder, editions
from ..bibliography import Work
from ..course import NAME, Course, read
from ..evidence import COLUMNS, DIRECTION
from . import datapackage, faults

FOLDER = binder.DOWNLOADS
EVIDENCE = "evidence.csv"
BUILD_WHEEL = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
#: What course.py and the questions under a chapter are made of; goes into the course's package.
QUESTIONS = (NAME, "_toc.yml", "references.bib", "assessment.yml", "chapters", "questions")
#: Only the website needs these; whoever builds it has the repository.
LEFT_OUT = ("__pycache__", "site", "theme")
SOLUTION = re.compile(r"^```\{code-cell\}[^\n]*\n:tags: \[[^\]\n]*\bsolution\b.*?^```\n", re.DOTALL | re.MULTILINE)
FIRST_ZIP_DATE = "315532800"  # 1 January 1980: the same source gives the same bytes


def add_links(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the template ``files``, the addresses of what belongs to this page, if it draws or computes."""
    source, course = Path(app.srcdir, f"{pagename}.md"), read(Path(app.srcdir))
    if not source.is_file() or f"{course.package}.figures" not in source.read_text("utf-8"):
        return
    context["files"] = {
        "notebook": context["pathto"](f"{FOLDER}/{source.stem}.ipynb", 1),
        "evidence": context["pathto"](f"{FOLDER}/{EVIDENCE}", 1),
        "package": context["pathto"](f"{FOLDER}/{binder.wheel(course)}", 1),
        "wheel": binder.wheel(course),
        "binder": address(pagename, course),
    }


def address(pagename: str, course: Course) -> str:
    """Return the address that launches a page, or nothing while the repository is not known."""
    try:
        return binder.address(pagename, binder.settings(binder.settings_file(course)), course)
    except binder.LaunchError:
        return ""


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write everything that the links lead to. A book with faults has none, and they are told already."""
    if exception or faults.found.lines or app.builder.format != "html":
        return
    folder, course = Path(app.outdir, FOLDER), read(Path(app.srcdir))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    works = bibliography.read(course.bibliography)
    for page in binder.class_pages(course.book):
        jupytext.write(editions.edited(page, editions.LEARNER, works, course), folder / f"{page.stem}.ipynb")
    write_evidence(folder / EVIDENCE, works, course)
    datapackage.write(folder, course)
    write_wheel(folder, course)


def write_evidence(target: Path, works: dict[str, Work], course: Course) -> None:
    """Join all evidence tables: the table's name in front; the source in words, and its address, at the end."""
    columns = (*COLUMNS, DIRECTION)
    with target.open("w", encoding="utf-8-sig", newline="") as file:  # with the mark by which spreadsheets know UTF-8
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(datapackage.HEAD)
        for table in sorted(course.evidence.folder.glob("*.csv")):
            with table.open(encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    cells = (row.get(column, "") for column in columns)
                    writer.writerow([table.stem, *cells, *source(works[row["citation"]])])


def source(work: Work) -> tuple[str, str]:
    """Return a work in words, and its address where it has one."""
    return f"{work.name}. {work.title}.", work.address


def write_wheel(folder: Path, course: Course) -> Path:
    """Build the package in a copy of its own: nothing left over from another build, and no solution, gets in."""
    with tempfile.TemporaryDirectory() as scratch:
        source, packages = Path(scratch, "source"), course.folder.parent
        shutil.copytree(packages, source / packages.name, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for name in ("pyproject.toml", "LICENSE"):
            shutil.copy(course.repository / name, source)
        copy_questions(course.book, source / packages.name / course.package / course.book.name)
        for path in (source, *source.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)  # whoever builds
        done = subprocess.run(
            [sys.executable, "-c", BUILD_WHEEL, folder.resolve()],
            cwd=source,
            umask=0o022,
            text=True,
            capture_output=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", FIRST_ZIP_DATE)},
        )
    if done.returncode:
        raise RuntimeError(f"The package could not be built:\n{done.stderr}")
    return folder / binder.wheel(course)


def copy_questions(book: Path, target: Path) -> None:
    """Return what course.py and questions.py read of the book, without the solutions of the exercises."""
    target.mkdir()
    for name in filter(lambda name: (book / name).exists(), QUESTIONS):
        (shutil.copytree if (book / name).is_dir() else shutil.copy)(book / name, target / name)
    for chapter in (target / "chapters").glob("*.md"):
        chapter.write_text(SOLUTION.sub("", chapter.read_text("utf-8")), "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx's events."""
    app.connect("html-page-context", add_links)
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
