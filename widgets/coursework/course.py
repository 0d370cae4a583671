"""One course: its title, its names and where its parts are, read once from ``course.yml``.

A course is a folder with

    course.yml        what is said below
    _toc.yml          its pages
    references.bib    the works that it cites
    assessment.yml    the rules of the final test, where there is one
    chapters/         the pages that teach, each with '# Heading', '## Objectives' and 'about 30 minutes'
    questions/        for each chapter that asks, a file of its name: chapters/tea.md, questions/tea.yml;
                      in questions/test/ what only the final test asks on it
    cases/            for each chapter with a person in it, a file of its name

and a Python package with its figures, its ``evidence/*.csv`` and perhaps a ``sources.csv`` and a ``claims.csv``.
Nothing else in these packages and tools knows the name of a course, of a page or of a folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from . import checks

if TYPE_CHECKING:
    from .claims import Claims
    from .evidence import Tables
    from .sources import Sources

NAME = "course.yml"
TEST = "test"  # the folder, in questions/, of what only the final test asks
#: The group of entry points in which a course's package says that it holds a course.
GROUP = "coursework.courses"
#: key -> what it holds, in the words of a fault. Every course has these ...
NEEDED = {"title": "a text", "slug": "a text", "start": "a page"}
#: ... and a course may have these.
OPTIONAL = {
    "package": "a text",  # the Python package with its figures, its evidence, its sources and its claims
    "distribution": "a text",  # the name by which pip knows that package; its version is the course's
    "reviewed": "a date such as 2026-11-28",  # when its content was last reviewed
    "licence": "a text",  # of text, figures and evidence: the https address of a licence
    "class": "a page",  # where a live class begins
    "test": "a page",
    "certificate": "a page",
    "review": "a page",  # on which what was learned is asked again
    "rows": "a page",  # on which each row of the evidence has its address, page.html#C027
    "report": "a text",  # where a wrong number is told: mailto:..., or the https address of a form for new issues
    "units": "a list of texts",  # that the evidence may use
    "species": "a list of texts",
    "headings": "a mapping of headings to chapters",  # of the article that the claims are taken from
}
_REPORT = re.compile(r"mailto:[^\s@]+@[^\s@]+|https://\S+")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")


class CourseError(ValueError):
    """A course that cannot be used; the message lists every fault with file and line."""


@dataclass(frozen=True)
class Course:
    """What ``course.yml`` says. A page is a name as in _toc.yml, 'chapters/tea'; a text that is not given is ''."""

    book: Path  # the folder of course.yml
    title: str
    slug: str  # in the names of files and of what a browser keeps: unlike that of any other course
    start: str
    package: str = ""
    distribution: str = ""
    reviewed: str = ""  # '2026-11-28'
    licence: str = ""  # an address
    live: str = ""
    test: str = ""
    certificate: str = ""
    review: str = ""
    rows: str = ""
    report: str = ""
    units: frozenset[str] = frozenset()
    species: frozenset[str] = frozenset()
    headings: tuple[tuple[str, str], ...] = ()  # of the article in its order, with the chapter of each

    @property
    def root(self) -> Path:
        """The folder that holds the book, and in a repository everything else."""
        return self.book.parent

    @property
    def bibliography(self) -> Path:
        """The BibTeX file with the works that the course cites."""
        return self.book / "references.bib"

    @property
    def contents(self) -> Path:
        """The table of contents."""
        return self.book / "_toc.yml"

    @property
    def rules(self) -> Path:
        """The rules of the final test."""
        return self.book / "assessment.yml"

    def chapter(self, name: str) -> Path:
        """Return the text of a chapter."""
        return self.book / "chapters" / f"{name}.md"

    def questions(self, name: str) -> Path:
        """Return the questions of a chapter; the file need not exist."""
        return self.book / "questions" / f"{name}.yml"

    def test_questions(self, name: str) -> Path:
        """Return the questions on a chapter that only the final test asks; the file need not exist."""
        return self.book / "questions" / TEST / f"{name}.yml"

    @property
    def pages(self) -> list[str]:
        """Every page of the table of contents, in its order: 'intro', 'chapters/tea'."""
        return _pages(self.book)

    @property
    def repository(self) -> Path:
        """The folder that the course's package is made from; the book's where it has no pyproject.toml."""
        above = self.folder.parents if self.package else ()
        return next((folder for folder in above if (folder / "pyproject.toml").is_file()), self.root)

    @property
    def version(self) -> str:
        """The version of the installed course, '' where none is named or installed."""
        try:
            return metadata.version(self.distribution) if self.distribution else ""
        except metadata.PackageNotFoundError:
            return ""

    @cached_property
    def folder(self) -> Path:
        """The folder of the course's package. Raises CourseError if there is none or it cannot be imported."""
        found = util.find_spec(self.package) if self.package else None
        if found is None or not found.submodule_search_locations:
            raise CourseError(f"{NAME}: package is {self.package!r}; Python finds no package of that name")
        return Path(list(found.submodule_search_locations)[0])

    @cached_property
    def evidence(self) -> Tables:
        """The evidence tables of the course; none where it has no package."""
        from .evidence import Tables

        return Tables(self.folder / "evidence" if self.package else self.book / "evidence", self.units, self.species)

    @cached_property
    def claims(self) -> Claims:
        """The claims of the course; the file need not exist."""
        from .claims import Claims

        return Claims(self.folder / "claims.csv", self.evidence, self.headings)

    @cached_property
    def sources(self) -> Sources:
        """The trials and reviews behind the evidence; the file need not exist."""
        from .sources import Sources

        folder = self.folder if self.package else self.book
        return Sources(folder / "sources.csv", self.evidence, self.bibliography)


@cache
def read(book: Path) -> Course:
    """Return the course in a folder. Raises CourseError with every fault of its course.yml."""
    course, wrong = _read(book)
    if course is None or wrong:
        raise CourseError("\n".join(wrong))
    return course


def faults(book: Path) -> list[str]:
    """List every fault of a folder's course.yml, 'file:line: what is wrong and what is allowed'.

    A package that Python does not find is one: who only reads the course's name, as to pack it, can do without.
    """
    return _read(book, importable=True)[1]


def find(start: Path | None = None) -> Course:
    """Return the course that a file or folder belongs to: the nearest above it, else the one that is installed.

    start: the working folder if left out. Raises CourseError where there is no course, or more than one installed.
    """
    return _find((start or Path.cwd()).resolve())


@cache
def _find(start: Path) -> Course:
    for folder in (start, *start.parents):
        for book in (folder, folder / "book"):
            if (book / NAME).is_file() and (book / "_toc.yml").is_file():
                return read(book)
    installed = {point.value for point in metadata.entry_points(group=GROUP)}
    if len(installed) > 1:
        raise CourseError(
            f"more than one course is installed ({', '.join(sorted(installed))}); work in the folder of the one you"
            " mean"
        )
    for package in installed:
        if (spec := util.find_spec(package)) and spec.origin:
            return _find(Path(spec.origin).parent)
    raise CourseError(f"there is no {NAME} in {start} or above, and no course is installed")


# ---- reading the file, with the line of everything in it ----


def _read(book: Path, importable: bool = False) -> tuple[Course | None, list[str]]:
    path = book / NAME
    if not path.is_file():
        return None, [f"there is no {NAME} in {book}; it needs {', '.join(NEEDED)}"]
    if not (book / "_toc.yml").is_file():
        return None, [f"there is no _toc.yml beside {NAME} in {book}; it lists the pages"]
    try:
        loader = yaml.SafeLoader(path.read_text("utf-8"))
        node = loader.get_single_node()
        said: Any = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        return None, [checks.not_yaml(path, error)]
    if not isinstance(node, yaml.MappingNode) or not isinstance(said, dict):
        return None, [f"{NAME}:1: the file must be a mapping; it needs {', '.join(NEEDED)}"]
    keys = [(str(key.value), key.start_mark.line + 1) for key, _ in node.value]
    wrong = _faults(book, said, keys, importable)
    if wrong:
        return None, wrong
    return (
        Course(
            book=book,
            title=said["title"].strip(),
            slug=said["slug"],
            start=said["start"],
            package=said.get("package", ""),
            distribution=said.get("distribution", ""),
            reviewed=str(said.get("reviewed", "")),
            licence=said.get("licence", ""),
            live=said.get("class", ""),
            test=said.get("test", ""),
            certificate=said.get("certificate", ""),
            review=said.get("review", ""),
            rows=said.get("rows", ""),
            report=said.get("report", ""),
            units=frozenset(said.get("units", ())),
            species=frozenset(said.get("species", ())),
            headings=tuple(said.get("headings", {}).items()),
        ),
        [],
    )


def _faults(book: Path, said: dict[str, Any], keys: list[tuple[str, int]], importable: bool) -> list[str]:
    """Return what is wrong with the values, each with its line."""
    known, lines = NEEDED | OPTIONAL, dict(keys)
    found = [(1, f"{key} is missing; it must be {rule}") for key, rule in NEEDED.items() if key not in lines]
    seen: set[str] = set()
    for key, line in keys:
        if key not in known:
            found.append((line, f"{key} is unknown here; allowed are {', '.join(known)}"))
        elif key in seen:
            found.append((line, f"{key} stands twice"))
        else:
            found += [(line, f"{key} {fault}") for fault in _wrong(book, key, known[key], said[key], importable)]
        seen.add(key)
    return [f"{NAME}:{line}: {fault}" for line, fault in sorted(found)]


def _wrong(book: Path, key: str, rule: str, value: Any, importable: bool) -> list[str]:
    """Return what is wrong with one value."""

    def is_text(text: Any) -> bool:
        return isinstance(text, str) and bool(text.strip())

    if rule == "a list of texts":
        fits = isinstance(value, list) and all(map(is_text, value))
    elif rule.startswith("a mapping"):
        fits = isinstance(value, dict) and all(map(is_text, (*value, *value.values())))
    elif rule.startswith("a date"):
        fits = type(value) is date  # YAML reads 2026-11-28 so
    else:
        fits = is_text(value)
    if not fits:
        return [f"is {value!r}; it must be {rule}"]
    if key == "slug" and not _SLUG.fullmatch(value):
        return [f"is {value!r}; it must be at most 60 small letters, digits and hyphens, with a letter first"]
    if key == "licence" and not value.startswith("https://"):
        return [f"is {value!r}; it must be the https address of a licence"]
    if key == "report" and not _REPORT.fullmatch(value):
        return [f"is {value!r}; it must be mailto: and an address, or an address that begins with https://"]
    if key == "package" and not value.isidentifier():
        return [f"is {value!r}; it must be the name of a Python package"]
    if key == "package" and importable and util.find_spec(value) is None:
        return [f"is {value!r}, and Python finds no package of that name; install it, or set PYTHONPATH"]
    pages = (
        [value] if rule == "a page" else [f"chapters/{name}" for name in value.values()] if key == "headings" else []
    )
    return [f"names the page {page!r}, and _toc.yml has no such page" for page in pages if page not in _pages(book)]


def _pages(book: Path) -> list[str]:
    toc = (book / "_toc.yml").read_text("utf-8")
    return re.findall(r"^\s*(?:root:|-\s*file:) *(\S+)", toc, re.MULTILINE)
