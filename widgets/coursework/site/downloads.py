"""What a reader takes along: each page's notebook, the evidence and the package, with links on the page.

A Sphinx extension, named in book/_config.yml. It writes into the site

    downloads/bdnf.ipynb      the learner's edition, as widgets/coursework/editions.py makes it
    downloads/evidence.csv    every row of widgets/ketamine/evidence, with its source
    downloads/*.whl           the package that the notebooks import: `pip install` takes its address or its file

All three are files of the site itself, so that they are there without a network and before the course has
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

from .. import binder, editions

ROOT = Path(__file__).resolve().parents[3]
FOLDER = binder.DOWNLOADS
EVIDENCE = "evidence.csv"
BUILD_WHEEL = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
#: What the questions under a chapter are made of (widgets/coursework/questions.py); goes into the package.
QUESTIONS = ("chapters", "questions", "references.bib", "assessment.yml", "_toc.yml")
#: Only the website needs these; whoever builds it has the repository.
LEFT_OUT = ("__pycache__", "site")
SOLUTION = re.compile(r"^```\{code-cell\}[^\n]*\n:tags: \[[^\]\n]*\bsolution\b.*?^```\n", re.DOTALL | re.MULTILINE)
FIRST_ZIP_DATE = "315532800"  # 1 January 1980: the same source gives the same bytes


def add_links(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the template ``files``, the addresses of what belongs to this page, if it draws or computes."""
    source = Path(app.srcdir, f"{pagename}.md")
    if not source.is_file() or "ketamine.figures" not in source.read_text("utf-8"):
        return
    context["files"] = {
        "notebook": context["pathto"](f"{FOLDER}/{source.stem}.ipynb", 1),
        "evidence": context["pathto"](f"{FOLDER}/{EVIDENCE}", 1),
        "package": context["pathto"](f"{FOLDER}/{binder.wheel()}", 1),
        "wheel": binder.wheel(),
        "binder": address(pagename),
    }


def address(pagename: str) -> str:
    """The address that launches a page, or nothing while the repository is not known."""
    try:
        return binder.address(pagename, binder.settings())
    except binder.LaunchError:
        return ""


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write everything that the links lead to."""
    if exception or app.builder.format != "html":
        return
    folder, book = Path(app.outdir, FOLDER), Path(app.srcdir)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    works = editions.read_bibliography(book / "references.bib")
    for page in editions.class_pages(book):
        jupytext.write(editions.edited(page, editions.LEARNER, works), folder / f"{page.stem}.ipynb")
    write_evidence(folder / EVIDENCE, works)
    write_wheel(folder)


def write_evidence(target: Path, works: dict[str, dict[str, str]]) -> None:
    """All evidence tables as one: the name of the table in front; the source in words, and its address, at the end."""
    tables = sorted((ROOT / "widgets" / "ketamine" / "evidence").glob("*.csv"))
    with target.open("w", encoding="utf-8-sig", newline="") as file:  # with the mark by which spreadsheets know UTF-8
        writer = csv.writer(file, lineterminator="\n")
        for number, table in enumerate(tables):
            with table.open(encoding="utf-8", newline="") as rows:
                head, *rest = csv.reader(rows)
            if number == 0:
                writer.writerow(["table", *head, "source", "address"])
            cited = head.index("citation")
            writer.writerows([table.stem, *row, *source(works[row[cited]])] for row in rest)


def source(work: dict[str, str]) -> tuple[str, str]:
    """A work in words, and its address where it has one."""
    return f"{work['name']} {work['year']}".strip() + f". {work['title']}.", work["address"]


def write_wheel(folder: Path) -> Path:
    """Build the package in a copy of its own: nothing left over from another build, and no solution, gets in."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "source")
        shutil.copytree(ROOT / "widgets", source / "widgets", ignore=shutil.ignore_patterns(*LEFT_OUT))
        for name in ("pyproject.toml", "LICENSE"):
            shutil.copy(ROOT / name, source)
        copy_questions(ROOT / "book", source / "widgets" / "coursework" / "book")
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
    return folder / binder.wheel()


def copy_questions(book: Path, target: Path) -> None:
    """What widgets/coursework/questions.py reads of the book, without the solutions of the exercises."""
    target.mkdir()
    for name in QUESTIONS:
        (shutil.copytree if (book / name).is_dir() else shutil.copy)(book / name, target / name)
    for chapter in (target / "chapters").glob("*.md"):
        chapter.write_text(SOLUTION.sub("", chapter.read_text("utf-8")), "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("html-page-context", add_links)
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
