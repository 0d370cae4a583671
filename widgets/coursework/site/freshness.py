"""Which chapters run again: those whose cells import something that changed since they last ran, or that had a fault.

Sphinx itself sees only that a page's own text changed. Running cells is what takes time, so that alone
is spared; every page is written anew by each build, for its menus and links tell of other pages.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from modulefinder import ModuleFinder
from pathlib import Path
from typing import Any

import jupytext
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..course import NAME, Course
from ..course import read as read_course
from . import faults

QUIZ = ("coursework", "quiz.py")
TOP = re.compile(
    rb".*?^## Objectives\s*$.*?(?=^## )", re.MULTILINE | re.DOTALL
)  # as widgets/coursework/questions.py reads it


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    app.connect("builder-inited", _read_in_parallel)
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", forget_faulty)
    app.connect("env-updated", lambda app, env: sorted(env.found_docs))


def _read_in_parallel(app: Sphinx) -> None:
    """Say what sphinx_external_toc's helper does not:
    it works after all pages are read, so these may be read in parallel.
    """
    if helper := app.extensions.get("sphinx_multitoc_numbering"):
        helper.parallel_read_safe = True


def outdated(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    """Name the pages whose ingredients are not those that they were made from."""
    before = getattr(env, "ingredients", {})
    course = read_course(Path(app.srcdir))
    now = {name: digest(ingredients(Path(env.doc2path(name)), course)) for name in env.found_docs}
    vars(env)["ingredients"] = now  # kept with the environment until the next build
    return [name for name in now if before.get(name) != now[name]]


def sources(course: Course) -> list[Path]:
    """Return the folders that hold the packages whose changes matter: the engine's and the course's own."""
    return sorted({Path(__file__).parents[2], *([course.folder.parent] if course.package else [])})


def forget_faulty(_app: Sphinx, env: BuildEnvironment) -> None:
    """Let the next build read a page again that had a fault: Sphinx does not repeat the warnings of a page it skips.

    A fault that names no page of the course concerns them all.
    """
    paths = {name: f"{Path(env.doc2path(name)).relative_to(env.srcdir).as_posix()}:" for name in env.found_docs}
    faulty = {name: [line for line in faults.found.lines if line.startswith(path)] for name, path in paths.items()}
    if {*faults.found.lines} - {line for lines in faulty.values() for line in lines}:
        vars(env)["ingredients"] = {}
    for name in (name for name, lines in faulty.items() if lines):
        vars(env)["ingredients"].pop(name, None)


def ingredients(page: Path, course: Course, folders: list[Path] | None = None) -> set[Path]:
    """Return the files in the course and in ``folders`` (else ``sources``) that the page's cells read.

    They are modules, those that these import, and their data: CSV files beside an imported module, but for
    those that bear the name of a module which is not imported. A chapter with questions reads its own; the
    final test and the certificate read those of every chapter, and the chapters' tops too.
    """
    folders = sources(course) if folders is None else folders
    modules = {Path(module.__file__) for module in imported(cells(page), folders) if module.__file__}
    modules |= {course.book / NAME} if modules else set()
    data = {
        file
        for folder in {module.parent for module in modules}
        for pattern in ("*.csv", "data/*.csv")
        for file in folder.glob(pattern)
        if file.with_suffix(".py") in modules or not file.with_suffix(".py").exists()
    }
    if not any(module.parts[-2:] == QUIZ for module in modules):
        return modules | data
    if course.chapter(page.stem) == page:
        return modules | data | {course.questions(page.stem)}
    asked = {
        *course.book.glob("questions/**/*.yml"),
        *course.book.glob("plans/*.yml"),
        *filter(Path.is_file, [course.rules]),
    }
    return modules | data | asked | {*course.book.glob("chapters/*.md")}


def cells(page: Path) -> Iterator[str]:
    """Yield the source of each code cell."""
    if "{code-cell}" in page.read_text("utf-8"):
        for cell in jupytext.read(page).cells:
            if cell.cell_type == "code":
                yield cell.source


def imported(cells: Iterable[str], folders: list[Path]) -> Iterable[Any]:
    """Return what the cells import from the folders, directly or not, as modulefinder's modules."""
    finder = ModuleFinder([str(folder) for folder in folders])
    for node in (node for source in cells for node in _nodes(source)):
        try:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    finder.import_hook(alias.name)
            elif isinstance(node, ast.ImportFrom) and node.module:
                finder.import_hook(node.module, fromlist=[alias.name for alias in node.names])
        except ImportError:  # not ours: a pinned package
            continue
    return finder.modules.values()


def _nodes(source: str) -> Iterator[ast.AST]:
    """Yield the parts of a cell; none where it is not Python, which its kernel will report better."""
    try:
        yield from ast.walk(ast.parse(source))
    except SyntaxError:
        return


def digest(files: Iterable[Path]) -> str:
    """Return one digest of the files' names and of what is read from them."""
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(f"{file.name}\n".encode() + hashlib.sha256(read(file)).digest())
    return whole.hexdigest()


def read(file: Path) -> bytes:
    """Return a file's bytes; of a chapter its top, with the heading, the time it takes and the objectives."""
    content = file.read_bytes() if file.exists() else b""
    top = TOP.match(content) if file.suffix == ".md" else None
    return top[0] if top else content
