"""Compare title, year and first author of each reference with a DOI with what Crossref says: `make check-references`.

Needs a network. A workflow asks once a week; no build does. Fails also where Crossref gave no answer: silence is no
agreement.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coursework.bibliography import Work, read
from coursework.course import find
from tools.watch.notices import CROSSREF, DOI, RECORD_PAUSE
from tools.watch.web import Silent, Web

ROOT = Path(__file__).resolve().parent.parent
WEB = Web()
#: Where Crossref's record may hold a year: of the journal's issue, of its page on the web, and of either.
DATES = ("issued", "published", "published-print", "published-online")


def main() -> None:
    """Ask Crossref about every work, and end with a line for each difference."""
    works = with_doi(read(find(ROOT).bibliography).values())
    lines = [line for work in works for line in differences(work, ask)]
    if lines:
        sys.exit("\n".join(lines))
    print(f"{len(works)} works with a DOI, all as Crossref has them")


def with_doi(works: Iterable[Work]) -> list[Work]:
    """Return the works that have a DOI."""
    return [work for work in works if work.address.startswith(DOI)]


def differences(work: Work, answer: Callable[[str], dict[str, Any] | None]) -> list[str]:
    """Say where a work is not as Crossref's answer has it, with its key, its DOI and what each of the two says.

    answer: gives Crossref's record of a DOI, None where it has none.
    """
    doi = work.address.removeprefix(DOI)
    record = answer(doi)
    if record is None:
        return [f"{work.key}, doi {doi}: Crossref gave no record; the bibliography calls it {work.title!r}"]
    lines = []
    titles = said(record)
    if plain(work.title) not in {plain(title) for title in titles}:
        lines.append(f"{work.key}, doi {doi}: the title is {work.title!r}; Crossref has {titles[0]!r}")
    found = years(record)
    if work.year not in found:
        lines.append(f"{work.key}, doi {doi}: the year is {work.year}; Crossref has {' or '.join(found) or 'none'}")
    signed = signatures(record)
    if signed and not plain(work.authors).startswith(plain(signed[0])):
        lines.append(f"{work.key}, doi {doi}: it is signed by {work.authors!r}; Crossref has {', '.join(signed)}")
    return lines


def signatures(record: dict[str, Any]) -> list[str]:
    """Return the family names, or an organisation's name, of a record's authors; the first is the first author."""
    names = [author.get("family") or author.get("name", "") for author in record.get("author", ())]
    return [name for name in names if name]


def said(record: dict[str, Any]) -> list[str]:
    """Return the titles of a record: as it stands, and with its subtitle; one that is '' where it has none."""
    title, subtitle = (" ".join(record.get(field) or ()) for field in ("title", "subtitle"))
    return [title, f"{title} {subtitle}"] if subtitle else [title]


def years(record: dict[str, Any]) -> list[str]:
    """Return the years of a record, the earliest first."""
    parts = [record[name]["date-parts"][0] for name in DATES if name in record]
    return sorted({str(part[0]) for part in parts if part and part[0]})


def plain(title: str) -> str:
    """Return a title's letters and digits alone: neither case nor marks, tags and punctuation tell two titles apart."""
    without_tags = re.sub(r"<[^>]*>", "", unescape(title))
    letters = unicodedata.normalize("NFKD", without_tags).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def ask(doi: str, web: Web = WEB) -> dict[str, Any] | None:
    """Ask Crossref for its record of a DOI. Ends with a sentence where Crossref gives no answer."""
    try:
        answer = web.json(f"{CROSSREF}/{quote(doi, safe='')}", RECORD_PAUSE)
    except Silent as silent:
        sys.exit(f"Crossref could not be asked about {doi}. Is there a network to api.crossref.org? ({silent})")
    return None if answer is None else answer["message"]


if __name__ == "__main__":
    main()
