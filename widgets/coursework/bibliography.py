"""The works that a course cites, read once and named alike on pages, in notebooks and in the quiz.

'Daly et al., 2018' is ``Work.name``; the pages take ``authors`` into their citations
(``site/bibliography.py``). pybtex reads the file; it is imported when it is needed, for an explorer in
a notebook never asks for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pybtex.database import Entry

ET_AL = "et al."


class Work(NamedTuple):
    """What a reader needs to find a work."""

    key: str
    authors: str  # 'Daly et al.', 'Posternak and Zimmerman', an organisation, or a short title where nobody is named
    year: str  # 'n.d.' where none is given
    title: str
    address: str  # of its DOI, or else of a page; '' where it has neither

    @property
    def name(self) -> str:
        """'Daly et al., 2018', as in the text of a page."""
        return f"{self.authors}, {self.year}"


class BibliographyError(ValueError):
    """A BibTeX file that cannot be read, or a key that it does not hold."""


def read(file: Path) -> dict[str, Work]:
    """Read every work of a BibTeX file by its key; none where there is no such file.

    Raises BibliographyError if the file is no BibTeX.
    """
    return {} if not file.is_file() else _read(file, file.stat().st_mtime_ns)


@cache
def _read(file: Path, _changed: int) -> dict[str, Work]:
    from pybtex.database import parse_file
    from pybtex.exceptions import PybtexError

    try:
        entries = parse_file(str(file), "bibtex").entries
    except PybtexError as error:
        raise BibliographyError(f"{file.name}: {error}") from error
    return {key: _work(key, entry) for key, entry in entries.items()}


def work(key: str, file: Path) -> Work:
    """Return the work with this key. Raises BibliographyError if the file does not hold it."""
    works = read(file)
    if key not in works:
        raise BibliographyError(f"no work {key!r} in {file.name}")
    return works[key]


def authors(entry: Entry) -> str:
    """Name who wrote a work: 'Daly et al.', 'Posternak and Zimmerman', an organisation; or else what it is called.

    A work whose authors nobody has seen goes by its ``shorttitle``, and without that by its title.
    """
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [_plain(" ".join([*person.prelast_names, *person.last_names])) for person in people]
    if not names:
        return _plain(entry.fields.get("shorttitle", entry.fields.get("title", entry.key)))
    if len(names) == 1:
        return names[0]
    return f"{names[0]} {ET_AL}" if len(names) > 2 or names[1] == "others" else " and ".join(names)


def _work(key: str, entry: Entry) -> Work:
    title = _plain(entry.fields.get("title", "")).rstrip(".")
    doi, page = entry.fields.get("doi"), entry.fields.get("url", "")
    address = f"https://doi.org/{doi}" if doi else page
    return Work(key, authors(entry), entry.fields.get("year", "n.d."), title, address)


def _plain(latex: str) -> str:
    """TeX letters as Unicode, without braces."""
    from pybtex.richtext import Text

    return " ".join(str(Text.from_latex(latex)).replace("<nbsp>", " ").split())
