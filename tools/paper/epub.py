"""Pack the course as an EPUB 3: dist/<slug>.epub. `make epub`.

The chapters are those of the PDF, as XHTML: pictures in SVG, as wide as a phone, with their numbers in tables; formulas
in MathML; the address of the live figure where it is known. Python's own zipfile packs it, with fixed dates and names
sorted. The same site, browser and fonts give the same bytes: only the pictures depend on what the computer has.
"""

from __future__ import annotations

import re
import uuid
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from coursework.course import Course
from tools.zips import write_zip

from . import chapters, pictures
from .chapters import Book, Chapter
from .command import PaperError, run

STYLE = Path(__file__).with_name("epub.css")
FOLDER = "EPUB"
MATHML = "http://www.w3.org/1998/Math/MathML"
COVER_LINE = 16  # letters
MANY = 5  #: columns of a table whose rows become lists on a narrow page
CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
#: What it offers to those who do not see it, or see it in their own way: the vocabulary of schema.org.
ACCESS = {
    "accessMode": ["textual", "visual"],
    "accessModeSufficient": ["textual,visual", "textual"],
    "accessibilityFeature": [
        "alternativeText",
        "displayTransformability",
        "MathML",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ],
    "accessibilityHazard": ["none"],
    "accessibilitySummary": [
        "Every picture has a text alternative and its readouts in words. Tables have headings, formulas are MathML."
    ],
}


def main() -> None:
    """Write the EPUB, or end with what to do."""
    run("Pack the course as an EPUB 3.", "epub", write)


def write(browser: Browser, course: Course, site: Path, target: Path, address: str = "") -> None:
    """Write `target`, whole or not at all. Raises PaperError."""
    wanted = pictures.explorers(site, chapters.pages(course))
    drawn = pictures.draw(browser, site, wanted)
    book = chapters.book(course, site, drawn, wanted, address, paper=False)
    drawings = chapters.picture_files(wanted, drawn, paper=False)
    write_zip(target, files(book, drawings), first={"mimetype": b"application/epub+zip"})


def files(book: Book, drawings: dict[str, str]) -> dict[str, bytes]:
    """Return what the EPUB holds, by name. Raises PaperError where a page is not well-formed."""
    pages = {f"{chapter.anchor}.xhtml": _chapter(book, chapter) for chapter in book.chapters}
    pages |= {"title.xhtml": _title(book), "nav.xhtml": _nav(book), "how-to-read.xhtml": _told(book)}
    for name, page in pages.items():
        try:
            ElementTree.fromstring(page)
        except ElementTree.ParseError as error:
            raise PaperError(f"{name} is not well-formed: {error}") from error
    contents = pages | drawings | {"book.css": STYLE.read_text("utf-8"), "cover.svg": _cover(book)}
    contents["package.opf"] = _package(book, pages, drawings)
    texts = {f"{FOLDER}/{name}": text for name, text in contents.items()} | {"META-INF/container.xml": CONTAINER}
    return {name: text.encode() for name, text in texts.items()}


# ---- pages ----


def _page(book: Book, title: str, body: str, attributes: str = "") -> str:
    language = escape(book.language)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{language}" xml:lang="{language}"><head><meta charset="utf-8"/><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="book.css"/></head><body{attributes}>{body}</body></html>\n'
    )


def _chapter(book: Book, chapter: Chapter) -> str:
    """Return a chapter as a page of its own, with its heading of the first level."""
    soup = BeautifulSoup(chapter.html, "html.parser")
    for level in range(2, 7):
        for heading in soup.select(f"h{level}"):
            heading.name = f"h{level - 1}"
    for formula in soup.select("math"):
        formula["xmlns"] = MATHML
    for live in soup.select("[data-code]"):
        del live["data-code"]
    for table in soup.select("table"):
        heads = [" ".join(head.get_text().split()) for head in table.select("thead th")]
        if len(heads) >= MANY:
            table["class"] = "many"
            _name_cells(table, heads)
    part = next((part.title for part in book.parts if chapter in part.chapters), "")
    above = f'<p class="part">{escape(part)}</p>' if part else ""
    text = _between(soup.decode(), book, chapter.anchor)
    body = f'<section epub:type="chapter" role="doc-chapter" id="{chapter.anchor}">{above}{text}</section>'
    return _page(book, chapter.title, body)


def _between(html: str, book: Book, own: str = "") -> str:
    """Return HTML whose links within the book lead from page to page. own: the anchor of its page."""
    anchors = {chapter.anchor for chapter in book.chapters}
    return re.sub(r'(?<=href=")#[^"]*', lambda found: address_of(found[0], own, anchors), html)


def address_of(link: str, own: str, anchors: set[str]) -> str:
    """Return a link within the book as one between its pages: '#tea--steeping' -> 'tea.xhtml#tea--steeping'."""
    target = link.removeprefix("#")
    page = target.partition("--")[0]
    if page == own or page not in anchors:
        return link
    return f"{page}.xhtml#{target}" if target != page else f"{page}.xhtml"


def _name_cells(table: Tag, heads: list[str]) -> None:
    """Give each cell its column's name, for a page so narrow that rows become lists."""
    for row in table.select("tbody tr"):
        for head, cell in zip(heads, row.find_all(["th", "td"], recursive=False)):
            cell["data-head"] = head


def _title(book: Book) -> str:
    course = book.course
    live = (
        f'<p>The live course: <a href="{escape(book.address)}">{escape(book.address)}</a></p>' if book.address else ""
    )
    body = (
        f'<section epub:type="titlepage"><h1 class="book">{escape(course.title)}</h1>'
        f"<p>The book of the interactive course</p>{live}"
        f"{''.join(f'<p>{_between(line, book)}</p>' for line in chapters.facts(book))}</section>"
    )
    return _page(book, course.title, body)


def _told(book: Book) -> str:
    title = "How to read this book"
    return _page(
        book,
        title,
        f'<section epub:type="preface" role="doc-preface"><h1>{title}</h1>{chapters.told(book, paper=False)}</section>',
    )


def _nav(book: Book) -> str:
    """Return the contents, three levels deep, and the landmarks."""
    entries = (
        '<li><a href="title.xhtml">Title page</a></li><li><a href="how-to-read.xhtml">How to read this book</a></li>'
    )
    for part in book.parts:
        listed = "".join(map(_entry, part.chapters))
        entries += f"<li><span>{escape(part.title)}</span><ol>{listed}</ol></li>" if part.title else listed
    first = book.chapters[0].anchor
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>Contents</h1><ol>{entries}</ol></nav>'
        '<nav epub:type="landmarks" hidden="hidden"><h1>Landmarks</h1><ol>'
        '<li><a epub:type="titlepage" href="title.xhtml">Title page</a></li>'
        '<li><a epub:type="toc" href="nav.xhtml">Contents</a></li>'
        f'<li><a epub:type="bodymatter" href="{first}.xhtml">Start of the text</a></li></ol></nav>'
    )
    return _page(book, "Contents", body)


def _entry(chapter: Chapter) -> str:
    sections = [
        f'<li><a href="{chapter.anchor}.xhtml#{escape(str(heading.parent["id"]))}">'
        f"{escape(' '.join(heading.get_text().split()))}</a></li>"
        for heading in BeautifulSoup(chapter.html, "html.parser").select("section[id] > h3")
        if heading.parent
    ]
    below = f"<ol>{''.join(sections)}</ol>" if sections else ""
    return f'<li><a href="{chapter.anchor}.xhtml">{escape(chapter.title)}</a>{below}</li>'


def _cover(book: Book) -> str:
    """Return the cover: the title, in lines."""
    lines = re.findall(rf"\S.{{0,{COVER_LINE - 1}}}(?=\s|$)|\S+", book.course.title)
    texts = "".join(
        f'<text x="80" y="{420 + 130 * i}" font-size="104" font-weight="bold">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1600" width="1200" height="1600">'
        f'<title>{escape(book.course.title)}</title><rect width="1200" height="1600" fill="#12343f"/>'
        f'<g fill="#e9f1f2" font-family="Arial, Helvetica, sans-serif">{texts}'
        f'<text x="80" y="1480" font-size="44">{escape(book.author)}</text></g></svg>\n'
    )


# ---- the package ----


def _package(book: Book, pages: dict[str, str], drawings: dict[str, str]) -> str:
    course = book.course
    when = chapters.made(course)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{course.slug} {course.version}")
    spine = ["title.xhtml", "nav.xhtml", "how-to-read.xhtml", *(f"{chapter.anchor}.xhtml" for chapter in book.chapters)]
    items = [
        f'<item id="{_xml_id(page)}" href="{page}" media-type="application/xhtml+xml"{_properties(page, text)}/>'
        for page, text in pages.items()
    ]
    items += [f'<item id="{_xml_id(file)}" href="{file}" media-type="image/svg+xml"/>' for file in drawings]
    items += [
        '<item id="style" href="book.css" media-type="text/css"/>',
        '<item id="cover" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>',
    ]
    told = "".join(
        f'<meta property="schema:{key}">{escape(value)}</meta>' for key, values in ACCESS.items() for value in values
    )
    rights = f"<dc:rights>{escape(course.licence)}</dc:rights>" if course.licence else ""
    source = f"<dc:source>{escape(book.address)}</dc:source>" if book.address else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="name"'
        f' xml:lang="{escape(book.language)}"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="name">urn:uuid:{name}</dc:identifier><dc:title>{escape(course.title)}</dc:title>'
        f"<dc:language>{escape(book.language)}</dc:language><dc:creator>{escape(book.author)}</dc:creator>"
        f"<dc:date>{when:%Y-%m-%d}</dc:date>{rights}{source}"
        f'<meta property="dcterms:modified">{when:%Y-%m-%dT%H:%M:%SZ}</meta>{told}</metadata>'
        f"<manifest>{''.join(items)}</manifest>"
        f"<spine>{''.join(f'<itemref idref={chr(34)}{_xml_id(page)}{chr(34)}/>' for page in spine)}</spine></package>\n"
    )


def _xml_id(file: str) -> str:
    return f"f-{re.sub(r'[^A-Za-z0-9-]', '-', file)}"


def _properties(page: str, text: str) -> str:
    found = [name for name, there in (("nav", page == "nav.xhtml"), ("mathml", "<math" in text)) if there]
    return f' properties="{" ".join(found)}"' if found else ""


if __name__ == "__main__":
    main()
