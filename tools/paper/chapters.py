"""The built pages as chapters of a book: everything in the open, and nothing that only a screen can do.

Headings stand one level lower, below the book's and the parts'. An id gets its page's name in front ('tea--steeping'),
so that all chapters may stand in one document; a link to a page of the site becomes a link to such an id.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

from coursework import binder
from coursework.course import Course, CourseError
from explorers import view

from .pictures import Explorer, Picture, Pictures, positions_of

#: What only a screen can do, and the code of a figure's cell.
LEFT_OUT = (
    "script, noscript, .page-files, .headerlink, .backrefs, .cell details.hide, .toctree-wrapper, .quiz-buttons,"
    " .quiz-feedback, .quiz-sure, .quiz-note, .records-skip, .records-controls, .on-screen, .sd-summary-state-marker"
)
#: What is left of controls, once explorers, questions and tables stand still.
CONTROLS = "button, input, select, textarea, output, iframe, canvas, [hidden]"
UNWRAPPED = ".cell, .cell_output, .output, .records-scroll, .table-scroll, .records button"
ONLY_OF_SCREENS = ("tabindex", "style", "role", "aria-label", "aria-describedby", "aria-labelledby", "title", "target")
#: What stands in the place of a quiz that counts, by its kind.
INSTEAD = {
    "review": "In the live course the questions come back here when they are due. They are those at the ends of the"
    " chapters.",
    "test": "The questions of the final test are left out of the book. The live course draws them, counts them and"
    " gives the reasons.",
    "certificate": "The live course writes the certificate, for who has passed its final test.",
}
ID = re.compile(r'\sid="([^"]*)"')
WIDE_TABLE = 10  # columns, from which a table lies on its side
DENSE_TABLE = 8  # columns, from which it is set small
MANY = 6  # readouts; more than that are set closer


@dataclass(frozen=True)
class Chapter:
    """A page of the book. html: what stands in its <article>."""

    page: str
    title: str
    html: str

    @property
    def anchor(self) -> str:
        """The id of its heading's section."""
        return anchor(self.page)


@dataclass(frozen=True)
class Part:
    """Chapters under one heading; the first may have none."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Book:
    """What is printed or packed."""

    course: Course
    author: str
    language: str
    address: str  # of the live course, with a slash at its end; '' where it is not known
    foot: tuple[str, ...]  # of every page of the site: lines of HTML
    parts: tuple[Part, ...]

    @property
    def chapters(self) -> list[Chapter]:
        """All of them, in order."""
        return [chapter for part in self.parts for chapter in part.chapters]


def anchor(page: str, id_: str = "") -> str:
    """Return the id, in the book, of a page or of something on it."""
    name = page.replace("/", "-")
    return f"{name}--{id_}" if id_ else name


def contents(file: Path) -> list[tuple[str, list[str]]]:
    """Read _toc.yml: the title of each part, and its pages in their order."""
    toc = yaml.safe_load(file.read_text("utf-8"))

    def pages(entries: list[dict[str, object]]) -> Iterator[str]:
        for entry in entries:
            yield str(entry["file"])
            yield from pages(entry.get("sections", []))  # type: ignore[arg-type]

    parts = [(part.get("caption", ""), list(pages(part["chapters"]))) for part in toc.get("parts", [])]
    return [("", [toc["root"], *pages(toc.get("chapters", []))]), *parts]


def pages(course: Course) -> list[str]:
    """Return the pages of the book in their order."""
    return [page for _, pages in contents(course.contents) for page in pages]


def book(course: Course, site: Path, drawn: Pictures, wanted: list[Explorer], address: str, paper: bool) -> Book:
    """Return the course as a book. paper: with wide pictures, and without the tables behind them.

    address: of the live course, '' to take what the course itself says.
    """
    config = yaml.safe_load((course.book / "_config.yml").read_text("utf-8"))
    address = address or told_address(course, site)
    explorers = {(explorer.page, explorer.id): explorer for explorer in wanted}
    ids = {page: set(ID.findall((site / f"{page}.html").read_text("utf-8"))) for page in pages(course)}
    maker = _Maker(site, explorers, drawn, address, paper, ids)
    parts = tuple(
        Part(title, tuple(maker.chapter(page) for page in listed)) for title, listed in contents(course.contents)
    )
    start = BeautifulSoup((site / f"{course.start}.html").read_text("utf-8"), "html.parser")
    foot = start.select("footer p")
    for line in foot:
        maker.links(course.start, line)
    language = start.select_one("html[lang]")
    return Book(
        course=course,
        author=str(config.get("author", "")),
        language=str(language["lang"]) if language else "en",
        address=address,
        foot=tuple(line.decode_contents() for line in foot),
        parts=parts,
    )


def told_address(course: Course, site: Path) -> str:
    """Return where the live course stands, with a slash at its end, '' where nobody says it.

    The built pages say it where html_baseurl is set, and else binder/launch.yml where it names a repository.
    """
    start = (site / f"{course.start}.html").read_text("utf-8")
    if found := re.search(r'<link rel="canonical" href="(https?://[^"]+)"', start):
        return found[1].removesuffix(f"{course.start}.html")
    try:
        return f"{binder.settings(binder.settings_file(course))['site']}/"
    except (binder.LaunchError, CourseError, KeyError):
        return ""


@dataclass(frozen=True)
class _Maker:
    """Turns pages into chapters."""

    site: Path
    explorers: Mapping[tuple[str, str], Explorer]
    drawn: Pictures
    address: str
    paper: bool
    ids: Mapping[str, set[str]]  # of every page of the book

    def chapter(self, page: str) -> Chapter:
        """Return a page as a chapter."""
        article = BeautifulSoup((self.site / f"{page}.html").read_text("utf-8"), "html.parser").select_one("article")
        if article is None:
            raise ValueError(f"{page}.html has no <article>")
        heading = article.select_one("h1")
        for found in article.select(LEFT_OUT):
            found.decompose()
        title = " ".join(heading.get_text().split()) if heading else page
        tables = [self._explorer(page, figure) for figure in article.select("[data-explorer]")]
        keys = [key for quiz in article.select("[data-quiz]") if (key := _quiz(quiz, self._live(page)))]
        _open(article)
        _tables(article)
        for found in article.select(UNWRAPPED):
            found.unwrap()
        for found in article.select(CONTROLS):
            found.decompose()
        if any(tables):
            _append(article, "numbers", "The numbers of the figures", "".join(tables))
        if keys:
            _append(article, "key", "Answers", "".join(keys))
        self.links(page, article)
        _ids(page, article)
        _headings(article)
        return Chapter(page, title, article.decode_contents().strip())

    def _live(self, page: str) -> str:
        return f"{self.address}{page}.html" if self.address else ""

    def _explorer(self, page: str, figure: Tag) -> str:
        """Put pictures in the place of an explorer; return the table behind them."""
        id_ = str(figure["id"])
        explorer, pictures = self.explorers[page, id_], self.drawn[page, id_]
        figure.replace_with(_parsed(explorer_html(explorer, pictures, figure, self._live(page), self.paper)))
        if self.paper:
            return ""
        back = f'<p><a href="#{escape(id_)}">Back to the figure</a></p>'
        return f'<div id="{escape(id_)}-numbers">{pictures[0].table}{back}</div>'

    def links(self, page: str, article: Tag) -> None:
        """Lead every link to where its target stands in the book, or out to the web; the others become plain text."""
        for link in article.select("a[href]"):
            parts = urlsplit(str(link["href"]))
            if parts.scheme in {"http", "https", "mailto", "tel"}:
                continue
            path = normpath(f"{dirname(page)}/{unquote(parts.path)}").lstrip("/") if parts.path else f"{page}.html"
            place = self._place(path.removesuffix(".html"), parts.fragment) if path.endswith(".html") else ""
            if place:
                link["href"] = f"#{place}"
            elif self.address:
                link["href"] = f"{self.address}{path}{f'#{parts.fragment}' if parts.fragment else ''}"
            else:
                link.unwrap()

    def _place(self, page: str, fragment: str) -> str:
        """Return the id, in the book, of what an address on the site leads to; '' for what only a screen shows."""
        if page not in self.ids:
            return ""
        wanted = view.parse(fragment)
        explorer = self.explorers.get((page, wanted.explorer)) if wanted else None
        if not wanted or not explorer:
            id_ = unquote(fragment.partition("?")[0])
            return anchor(page, id_) if not id_ or id_ in self.ids[page] else ""
        at = positions_of(wanted, explorer.controls, explorer.labels, explorer.first)
        shown = [picture.positions for picture in self.drawn[page, explorer.id]]
        return anchor(page, picture_id(explorer, shown.index(at) if at in shown else 0))


def picture_id(explorer: Explorer, number: int) -> str:
    """Return the id of an explorer's picture on its page: the first has the explorer's."""
    return f"{explorer.id}-view-{number + 1}" if number else explorer.id


def picture_file(explorer: Explorer, number: int, paper: bool) -> str:
    """Return the file of a picture."""
    return f"{anchor(explorer.page)}-{picture_id(explorer, number)}{'-wide' if paper and not number else ''}.svg"


def picture_files(wanted: list[Explorer], drawn: Pictures, paper: bool) -> dict[str, str]:
    """Return the SVG of every picture of the book, by its file."""
    return {
        picture_file(explorer, i, paper): picture.wide if paper and not i else picture.narrow
        for explorer in wanted
        for i, picture in enumerate(drawn[explorer.page, explorer.id])
    }


def told(book: Book, paper: bool) -> str:
    """Return how to read the book, and what it leaves out, as HTML."""
    where = "at its address below the figure" if book.address else "in the live course"
    code = " The square beside the address opens it on a phone." if book.address and paper else ""
    numbers = "the tables of numbers behind the figures (the live course has them, and the EPUB), " if paper else ""
    last = "" if paper else " The numbers behind the first picture of each figure stand in tables at the chapter’s end."
    return (
        "<p>The figures of the course move: each has controls, and each position of them was calculated. A book shows"
        " only some of them: how a figure starts, and up to two positions that tell most. Where the text says"
        f" ‘Try this’, you can move the figure {where}.{code}{last}</p>"
        "<p>Some figures ask you to guess first. Here the answer stands right below the question, so cover it. Whatever"
        " folds on the screen is open here: each case shows what every choice would have led to.</p>"
        "<p>The answers to the questions stand at the end of each chapter, after its sources. A citation leads to that"
        " list, and the works of all chapters stand once more under ‘References’.</p>"
        f"<p>Left out are {numbers}the code of the figures, and what needs a screen: the review, the final test and the"
        " certificate.</p>"
    )


def facts(book: Book) -> list[str]:
    """Return what stands at the foot of the course's pages, and which version it is: lines of HTML."""
    course = book.course
    version = [f"Version {course.version}"] if course.version else []
    reviewed = [f"content reviewed on {_day(course.reviewed)}"] if course.reviewed else []
    return [*book.foot, *filter(None, [", ".join([*version, *reviewed])])]


def made(course: Course) -> datetime:
    """Return the date that the book bears: SOURCE_DATE_EPOCH, else that of the course's last review."""
    if seconds := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(seconds), UTC)
    return datetime.fromisoformat(course.reviewed or "1980-01-01").replace(tzinfo=UTC)


def _day(text: str) -> str:
    day = datetime.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


# ---- an explorer ----


def explorer_html(explorer: Explorer, pictures: list[Picture], figure: Tag, live: str, paper: bool) -> str:
    """Return an explorer as pictures. figure: as it stands on its page. live: the address of that page, or ''.

    paper: the first picture is wide.
    """
    caption = figure.select_one("figcaption")
    said = figure.select_one(".explorer-schematic")
    schematic = f'<p class="schematic">{escape(said.get_text())}</p>' if said else ""
    drawings = [_picture(explorer, pictures, i, paper) for i in range(len(pictures))]
    first = (
        f'<figure class="explorer" id="{escape(explorer.id)}">'
        f"<figcaption>{escape(caption.get_text()) if caption else ''}</figcaption>"
        f"{_asked(figure)}{drawings[0]}{schematic}</figure>"
    )
    more = "".join(
        f'<figure class="view" id="{picture_id(explorer, i)}">{drawing}</figure>'
        for i, drawing in enumerate(drawings)
        if i
    )
    views = f'<div class="views">{more}</div>' if more else ""
    numbers = (
        "" if paper else f'<p class="to-numbers"><a href="#{escape(explorer.id)}-numbers">The numbers shown</a></p>'
    )
    return f'<div class="figures">{first}{views}{numbers}{_live(explorer, live)}</div>'


def _picture(explorer: Explorer, pictures: list[Picture], number: int, paper: bool) -> str:
    """Return a picture with its settings and what it reads."""
    picture = pictures[number]
    name = picture.label if explorer.scene else f"Picture of the figure {explorer.id.replace('-', ' ')}"
    told = f"{name}. " if not name.endswith(".") else f"{name} "
    alt = f"{told}Set to: {picture.settings}." if picture.settings else told.strip()
    readouts = "".join(f"<div><dt>{escape(n)}</dt><dd>{escape(t)}</dd></div>" for n, t in picture.readouts)
    kind = "wide" if paper and not number else "narrow"
    drawing = f'<img class="{kind}" src="{picture_file(explorer, number, paper)}" alt="{escape(alt)}">'
    settings = f'<p class="settings">Set to: {escape(picture.settings)}</p>' if picture.settings else ""
    close = " many" if len(picture.readouts) > MANY else ""
    read = f'<dl class="readouts{close}">{readouts}</dl>' if readouts else ""
    return f"{settings}{drawing}{read}"


def _asked(figure: Tag) -> str:
    """Return the guess that the explorer asks for, with its answer."""
    form = figure.select_one(".explorer-guess")
    if not form:
        return ""
    ask, answer = (form.select_one(name) for name in (".guess-ask", ".guess-gap"))
    choices = "".join(f"<li>{escape(label.get_text())}</li>" for label in form.select(".guess-fields span label"))
    listed = f"<ul>{choices}</ul>" if choices else ""
    told = f"<p><strong>Guess first.</strong> {escape(ask.get_text()) if ask else ''}</p>{listed}"
    return f'<div class="guess">{told}<p>{escape(answer.get_text()) if answer else ""}</p></div>'


def _live(explorer: Explorer, live: str) -> str:
    """Return the place of the code and the address of the live figure, where it is known."""
    if not live:
        return ""
    address = escape(f"{live}{explorer.fragment(explorer.first)}")
    shown = address.removeprefix("https://")
    return f'<p class="live" data-code="{address}">Move it yourself: <a href="{address}">{shown}</a></p>'


# ---- questions ----


def _quiz(quiz: Tag, live: str) -> str:
    """Put a quiz on paper, or a sentence in its place; return its answers."""
    kind = str(quiz["data-quiz"])
    if kind not in {"check", "before", "after"}:
        where = f' <a href="{escape(live)}">{escape(live.removeprefix("https://"))}</a>' if live else ""
        text = INSTEAD.get(kind, "What stands here in the live course works on a screen only.")
        quiz.replace_with(_parsed(f'<p class="left-out">{text}{where}</p>'))
        return ""
    forms = list(quiz.select("form.quiz-question"))
    if any(form.has_attr("data-form") for form in forms):  # two forms of a test: one before the course, one after it
        forms = [form for form in forms if form["data-form"] == ("b" if kind == "after" else "a")]
    asked = "".join(_question(number, form) for number, form in enumerate(forms, 1))
    answers = "".join(_answer(number, form) for number, form in enumerate(forms, 1))
    quiz.replace_with(_parsed(f'<div class="questions">{asked}</div>'))
    return answers if kind == "check" else f'<p class="letters">{_letters(forms)}</p>'


def _question(number: int, form: Tag) -> str:
    legend = form.select_one("legend")
    if legend is None:
        return ""
    for above in legend.select(".quiz-above"):
        above.decompose()
    extra = "".join(str(p) for p in form.select("fieldset.quiz-choices > p"))
    options = "".join(
        f"<li>{label.decode_contents()}</li>" for label in form.select(".quiz-option label, .quiz-place label")
    )
    blank = form.select_one(".quiz-number label")
    return (
        f'<div class="question" id="{escape(str(form["id"]))}"><p><strong>Question {number}.</strong>'
        f" {legend.decode_contents().strip()}</p>{extra}"
        + (f'<ol type="a">{options}</ol>' if options else "")
        + (f"<p>{escape(blank.get_text())}: …………</p>" if blank else "")
        + "</div>"
    )


def _answer(number: int, form: Tag) -> str:
    """Return what is right, and the reasons; an option is named by its letter."""
    items = []
    for item in form.select(".quiz-answer li"):
        why = item.select_one(".quiz-why")
        reasons = why.decode_contents() if why else ""
        verdict = item.select_one("strong")
        for mark in verdict.select("[aria-hidden]") if verdict else ():
            mark.decompose()
        said = verdict.get_text().strip() if verdict else ""
        if item.has_attr("data-option"):
            items.append(f"<li><strong>{item['data-option']}. {escape(said)}</strong> {reasons}</li>")
        else:
            items.append(f"<li>{item.decode_contents()}</li>")
    link = f'<a href="#{escape(str(form["id"]))}">Question {number}</a>'
    return f'<div class="answer"><p><strong>{link}: {escape(right(form))}</strong></p><ul>{"".join(items)}</ul></div>'


def right(form: Tag) -> str:
    """Return what is right, in letters or as a number: 'a and c', '6'."""
    said = str(form["data-right"])
    letters = said.split(",")
    if form["data-kind"] == "order":
        return ", ".join(letters)
    return said if len(letters) == 1 else f"{', '.join(letters[:-1])} and {letters[-1]}"


def _letters(forms: list[Tag]) -> str:
    told = "; ".join(f"{number}: {escape(right(form))}" for number, form in enumerate(forms, 1))
    return f"Right are {told}. The chapters give the reasons."


# ---- what is folded, tables, ids, headings ----


def _open(article: Tag) -> None:
    """Unfold what is folded: the choices of a case become a list, a fold a box with its title."""
    for choice in article.select("details.choice"):
        choice.name = "div"
        if summary := choice.select_one("summary"):
            summary.name = "p"
            summary["class"] = "chosen"
    for more in article.select("details.case-next"):
        more.name = "div"
        if summary := more.find("summary", recursive=False):
            summary.decompose()
    for fold in article.select("details"):
        fold.name = "div"
        fold["class"] = "fold"
        if summary := fold.find("summary", recursive=False):
            summary.name = "p"
            summary["class"] = "fold-title"


def _tables(article: Tag) -> None:
    """Mark the tables that need a sheet on its side."""
    for records in article.select(".records"):
        columns = len(records.select("thead th"))
        size = " wide" if columns >= WIDE_TABLE else " dense" if columns >= DENSE_TABLE else ""
        records["class"] = f"records{size}"


def _ids(page: str, article: Tag) -> None:
    """Give every id its page's name in front, and take away what only a screen needs."""
    for element in article.find_all(True):
        for name in ONLY_OF_SCREENS:
            if name in element.attrs and element.name not in {"img", "svg"}:
                del element[name]
        for name in [name for name in element.attrs if name.startswith("data-") and name != "data-code"]:
            del element[name]
        if element.has_attr("id"):
            element["id"] = anchor(page, str(element["id"]))


def _headings(article: Tag) -> None:
    for level in range(5, 0, -1):
        for heading in article.select(f"h{level}"):
            heading.name = f"h{level + 1}"


def _append(article: Tag, id_: str, title: str, html: str) -> None:
    """Add a section at the chapter's end, below its heading."""
    last = article.find("section", recursive=False) or article
    last.append(_parsed(f'<section class="{id_}" id="{id_}"><h2>{title}</h2>{html}</section>'))


def _parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")
