"""Each explorer alone, as a page of its own: ``figures/steeping.html``, to embed, to project and to open on a phone.

It holds the figure as its chapter does, and a line with the course's title, the chapter and the licence; no menu and
no search lists it. The figure on the chapter's page is told where it stands alone (``data-alone``), and the figure
that stands alone where it belongs: ``data-home`` for links to its views, ``data-page`` for the guess that is kept.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import relpath
from typing import Any

from sphinx.application import Sphinx

FOLDER = "figures"
TEMPLATE = "figure.html"
#: A figure as explorers.html writes it; an earlier build may have told it where it stands alone.
FIGURE = re.compile(
    r'<figure class="explorer" id="(?P<id>[^"]+)" data-explorer(?: data-alone="[^"]*")?(?P<rest>[^>]*>.*?</figure>)',
    re.DOTALL,
)


@dataclass(frozen=True)
class Figure:
    """An explorer of a built page."""

    page: str  # 'chapters/tea'
    id: str
    html: str


def found(page: str, html: str) -> list[Figure]:
    """Return the explorers of a built page."""
    return [Figure(page, match["id"], match[0]) for match in FIGURE.finditer(html)]


def names(figures: list[Figure]) -> list[str]:
    """Return a name for each figure, unlike all others: its id, with its page's name where an id stands on two pages.

    Raises ValueError where even that is not enough.
    """
    often = Counter(figure.id for figure in figures)
    chosen = [
        figure.id if often[figure.id] == 1 else f"{figure.page.rpartition('/')[2]}-{figure.id}" for figure in figures
    ]
    if twice := [name for name, count in Counter(chosen).items() if count > 1]:
        raise ValueError(f"two explorers would be {FOLDER}/{twice[0]}.html; give one of them another id")
    return chosen


def alone(figure: Figure, home: str) -> str:
    """Return the figure for its own page. home: the address of its chapter from there."""
    page = figure.page.rpartition("/")[2]
    return FIGURE.sub(lambda match: _with(match, f'data-page="{escape(page)}" data-home="{escape(home)}"'), figure.html)


def told(html: str, addresses: dict[str, str]) -> str:
    """Return a page whose explorers know where they stand alone. addresses: of the pages, by the explorers' ids."""
    return FIGURE.sub(lambda match: _with(match, f'data-alone="{escape(addresses[match["id"]])}"'), html)


def read_pages(app: Sphinx) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the files of the built pages, and their texts, by the pages' names."""
    built = {page: Path(app.builder.get_outfilename(page)) for page in sorted(app.env.found_docs)}  # type: ignore[attr-defined]
    return built, {page: file.read_text("utf-8") for page, file in built.items() if file.is_file()}


def _with(figure: re.Match[str], attributes: str) -> str:
    return f'<figure class="explorer" id="{figure["id"]}" data-explorer {attributes}{figure["rest"]}'


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Add the page of each explorer, and tell the explorers of the built pages about theirs."""
    if app.builder.format != "html":
        return
    shutil.rmtree(Path(app.outdir, FOLDER), ignore_errors=True)
    built, texts = read_pages(app)
    figures = [figure for page, text in texts.items() for figure in found(page, text)]
    addresses: dict[str, dict[str, str]] = {}
    for figure, name in zip(figures, names(figures)):
        target = f"{FOLDER}/{name}"
        own, home = app.builder.get_target_uri(target), app.builder.get_target_uri(figure.page)
        addresses.setdefault(figure.page, {})[figure.id] = relpath(own, Path(home).parent.as_posix())
        back = relpath(home, FOLDER)
        yield (
            target,
            {
                "title": f"Figure: {figure.id.replace('-', ' ')}",
                "body": alone(figure, back),
                "home": f"{back}#{figure.id}",
                "chapter": app.env.titles[figure.page].astext(),
            },
            TEMPLATE,
        )
    for page, own_addresses in addresses.items():
        built[page].write_text(told(texts[page], own_addresses), "utf-8")


def setup(app: Sphinx) -> None:
    """Connect this part of ``coursework.site``."""
    app.connect("html-collect-pages", pages)
