"""Print the course as one PDF: dist/<slug>.pdf. `make pdf`.

One HTML document, made from the built pages, is printed by Chromium: so structure, bookmarks and links come from
headings and anchors, and nothing has to be merged. It is printed until the page numbers in it are right. pikepdf then
writes title, author, language and dates, and packs it.

The same site, browser and fonts give the same bytes: dates are those of the course's last review (or
SOURCE_DATE_EPOCH), and the file's /ID is made from its contents. Another version of Chromium, or other fonts on the
computer, set the lines elsewhere; so the PDF is not part of the comparison of `make test-reproducible`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

import pikepdf
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from coursework.course import Course

from . import chapters, pictures
from .chapters import Book, Chapter
from .command import PaperError, run

STYLE = Path(__file__).with_name("paper.css")
LIMIT = 25_000_000  # bytes
PASSES = 4  # until the page numbers are right
SHORT = 1500  # letters; shorter chapters of a part follow each other on one sheet
MOSTLY_TABLE = 6000  # letters beside a wide table; a chapter with fewer lies on its side as a whole
UNKNOWN = "000"  # the place of a page number that is not known yet
PRINTED = 300_000  # ms


def main() -> None:
    """Write the PDF, or end with what to do."""
    run("Print the course as one PDF.", "pdf", write)


def write(browser: Browser, course: Course, site: Path, target: Path, address: str = "") -> None:
    """Write `target`, whole or not at all. Raises PaperError."""
    wanted = pictures.explorers(site, chapters.pages(course))
    drawn = pictures.draw(browser, site, wanted)
    book = chapters.book(course, site, drawn, wanted, address, paper=True)
    html = document(book)
    if wrong := faults(html):
        raise PaperError("The book has " + "; ".join(wrong))
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, svg in chapters.picture_files(wanted, drawn, paper=True).items():
            (folder / name).write_text(svg, "utf-8")
        codes = pictures.codes(browser, list(dict.fromkeys(re.findall(r'data-code="([^"]*)"', html))))
        (folder / "book.html").write_text(with_codes(html, codes), "utf-8")
        print_pages(browser, folder / "book.html", folder / "book.pdf")
        try:
            finish(folder / "book.pdf", draft, book, html)
            if (size := draft.stat().st_size) > LIMIT:
                raise PaperError(f"{target.name} would be {size:,} bytes and may be {LIMIT:,}.")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)


# ---- the document ----


def document(book: Book) -> str:
    """Return the whole book as one HTML document; ``faults`` says whether it is whole."""
    course = book.course
    styles: list[str] = []
    body: list[str] = []
    name, before = "", SHORT
    for part in book.parts:
        for i, chapter in enumerate(part.chapters):
            soup = _for_paper(chapter)
            own = len(soup.get_text()) - sum(len(table.get_text()) for table in soup.select(".records.wide"))
            on_side = bool(soup.select(".records.wide")) and own < MOSTLY_TABLE
            runs_on = own < SHORT and before < SHORT and i > 0 and not on_side
            before = SHORT if on_side else own
            if not runs_on:
                name = f"c{len(styles)}"
                styles.append(_page_style(name, chapter, on_side))
            title = f'<h1 class="part">{escape(part.title)}</h1>' if part.title and i == 0 else ""
            kind = f"chapter runs-on {name}" if runs_on else f"chapter {name}"
            body.append(f'<section class="{kind}" id="{chapter.anchor}">{title}{soup.decode()}</section>')
    return (
        f'<!DOCTYPE html><html lang="{escape(book.language)}"><head><meta charset="utf-8">'
        f'<title>{escape(course.title)}</title><meta name="author" content="{escape(book.author)}">'
        f"<style>:root {{ --book: {_css(course.title)} }}\n{STYLE.read_text('utf-8')}{''.join(styles)}</style></head>"
        f"<body>{_front(book)}<main>{''.join(body)}</main></body></html>"
    )


def _page_style(name: str, chapter: Chapter, on_side: bool) -> str:
    """Return the sheets of a chapter: its running head, and on their side those of its wide tables, or all of them."""
    head = f"@top-right {{ content: {_css(chapter.title)}; font: 8.5pt var(--plain); color: #444; }}"
    turned = f"size: A4 landscape; margin: 16mm 12mm 14mm; {head}"
    tables = "" if on_side else f".{name} .wide.records {{ page: {name}w; }} @page {name}w {{ {turned} }}"
    return f".{name} {{ page: {name}; }} @page {name} {{ {turned if on_side else head} }} {tables}\n"


def _css(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _for_paper(chapter: Chapter) -> BeautifulSoup:
    """Return a chapter for print: a picture is one figure to a reader, and a link to elsewhere tells its page."""
    soup = BeautifulSoup(chapter.html, "html.parser")
    for figure in soup.select("figure"):
        figure.name = "div"
        figure["class"] = f"figure {' '.join(figure.get_attribute_list('class'))}"
    for caption in soup.select("figcaption"):
        caption.name = "p"
        caption["class"] = "caption"
    for link in soup.select('a[href^="#"]'):
        shown = "view" in link.get_attribute_list("class") or link.find_parent(class_="question")
        elsewhere = not str(link["href"]).startswith(f"#{chapter.anchor}--")
        if shown or (elsewhere and not link.select(".std-term") and not link.find_parent("table")):
            link["data-at"] = UNKNOWN
    return soup


def _front(book: Book) -> str:
    """Return title page, contents, and how to read the book."""
    course = book.course
    live = (
        f'<p class="live" data-code="{escape(book.address)}">The live course: <a href="{escape(book.address)}">'
        f"{escape(book.address)}</a></p>"
        if book.address
        else ""
    )
    items = "".join(
        (f'<p class="of-part">{escape(part.title)}</p>' if part.title else "")
        + "<ol>"
        + "".join(
            f'<li><a href="#{chapter.anchor}" data-number="{UNKNOWN}">{escape(chapter.title)}</a></li>'
            for chapter in part.chapters
        )
        + "</ol>"
        for part in book.parts
    )
    facts = "".join(f"<p>{_numbered(line)}</p>" for line in chapters.facts(book))
    return (
        f'<section class="title"><h1>{escape(course.title)}</h1>'
        '<p class="below">The book of the interactive course</p>'
        f'<div class="foot">{live}{facts}</div></section>'
        f'<section class="front contents"><h2>Contents</h2><nav>{items}</nav></section>'
        f'<section class="front"><h2>How to read this book</h2>{chapters.told(book, paper=True)}</section>'
    )


def _numbered(line: str) -> str:
    """Return a line whose links into the book tell their page."""
    return line.replace('href="#', f'data-at="{UNKNOWN}" href="#')


def with_codes(html: str, codes: Mapping[str, str]) -> str:
    """Put the QR code of each address in front of it."""
    return re.sub(r'(<p class="live") data-code="([^"]*)">', lambda found: f"{found[1]}>{codes[found[2]]}", html)


def faults(html: str) -> list[str]:
    """Return what is wrong with the document: ids that stand twice, links to an id that is not there."""
    ids = re.findall(r'\sid="([^"]*)"', html)
    twice = sorted({name for name in ids if ids.count(name) > 1}) if len(set(ids)) < len(ids) else []
    lost = sorted(set(re.findall(r'href="#([^"]*)"', html)) - set(ids))
    return [f"two of the id {name}" for name in twice] + [f"a link to {name}, which is not there" for name in lost]


# ---- printing ----


def print_pages(browser: Browser, source: Path, target: Path) -> None:
    """Print a document until the page numbers that it tells are those on which things stand.

    Each time it is opened anew: where Chromium lays out again what it has printed, it may cut a link in two.
    """
    told: dict[str, int] = {}
    for _ in range(PASSES):
        with browser.new_context() as session:
            page = session.new_page()
            page.set_default_timeout(PRINTED)
            page.goto(source.as_uri())
            page.evaluate("() => Promise.all([...document.images].map(image => image.decode()))")
            if told:
                page.evaluate(NUMBER, told)
            page.pdf(path=target, tagged=True, outline=True, prefer_css_page_size=True, print_background=True)
        found = page_numbers(target)
        if found == told:
            return
        told = found
    raise PaperError("The page numbers did not come to rest: a line breaks elsewhere with each of them.")


#: Write the numbers of the pages into the places that tell them.
NUMBER = """pages => {
    for (const name of ["at", "number"])
        for (const link of document.querySelectorAll(`a[data-${name}]`))
            link.dataset[name] = String(pages[decodeURIComponent(link.hash.slice(1))]);
}"""


def page_numbers(file: Path) -> dict[str, int]:
    """Return the page of every place that a link of the PDF leads to, from 1."""
    with pikepdf.open(file) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places = pdf.Root.get("/Dests")
        found = places.items() if isinstance(places, pikepdf.Dictionary) else ()
        return {name.removeprefix("/"): numbers[place[0].objgen] for name, place in found}


def rename_elements(pdf: pikepdf.Pdf) -> None:
    """Count the names of the structure's elements from 1: Chromium counts on from what it did before."""
    tree = pdf.Root.StructTreeRoot.get("/IDTree")
    if not isinstance(tree, pikepdf.Dictionary):
        return
    leaves: list[pikepdf.Object] = []
    waiting: list[pikepdf.Object] = [tree]
    while waiting:
        node = waiting.pop()
        waiting += list(node.get("/Kids", []))
        leaves += [node] if "/Names" in node else []
    old = sorted({str(name) for leaf in leaves for name in list(leaf.Names)[::2]})
    new = {name: pikepdf.String(f"node{number:08}") for number, name in enumerate(old, 1)}  # in the same order

    def renamed(names: pikepdf.Object) -> pikepdf.Array:
        return pikepdf.Array([new.get(str(n), n) if isinstance(n, pikepdf.String) else n for n in list(names)])

    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary):
            continue
        if "/ID" in thing and str(thing.ID) in new:
            thing.ID = new[str(thing.ID)]
        for key in ("/Limits", "/Names"):
            if key in thing and isinstance(thing[key], pikepdf.Array):
                thing[key] = renamed(thing[key])
        attributes = thing.get("/A")
        for one in list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]:
            if isinstance(one, pikepdf.Dictionary) and "/Headers" in one:
                one.Headers = renamed(one.Headers)


def name_bookmarks(pdf: pikepdf.Pdf, html: str) -> None:
    """Give the bookmarks the words of their headings: Chromium loses the space where a heading's line ends."""
    headings = [
        " ".join(found.get_text().split()) for found in BeautifulSoup(html, "html.parser").select("h1,h2,h3,h4")
    ]
    whole = {"".join(text.split()): text for text in headings}
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop()
            item.title = whole.get("".join(item.title.split()), item.title)
            waiting += item.children


def finish(source: Path, target: Path, book: Book, html: str) -> int:
    """Write what the PDF says of itself, and pack it; return its number of pages. html: that it was printed from."""
    course = book.course
    when = chapters.made(course)
    with pikepdf.open(source) as pdf:
        rename_elements(pdf)
        name_bookmarks(pdf, html)
        pdf.Root.Lang = pikepdf.String(book.language)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        stamp = when.strftime("D:%Y%m%d%H%M%S+00'00'")
        information = {
            "/Title": course.title,
            "/Author": book.author,
            "/Creator": f"{course.slug} {course.version}".strip(),
            "/CreationDate": stamp,
            "/ModDate": stamp,
        }
        for name, value in information.items():
            pdf.docinfo[name] = value
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            about["dc:title"] = course.title
            about["dc:creator"] = [book.author]
            about["dc:language"] = [book.language]
            about["dc:rights"] = course.licence
            about["xmp:CreateDate"] = about["xmp:ModifyDate"] = when.isoformat()
            about["xmp:CreatorTool"] = information["/Creator"]
        count = len(pdf.pages)
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
        )
    return count


if __name__ == "__main__":
    main()
