"""The built course as a book: all of it assembled, one chapter printed; `make test-paper` does the whole."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from bs4 import BeautifulSoup

from coursework.course import find
from tests.support import paper
from tests.support.course import ROOT
from tools import zips
from tools.paper import chapters, epub, pdf, pictures

ADDRESS = "https://example.org/course/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture(scope="module")
def wanted(site):
    return pictures.explorers(site, chapters.pages(find(ROOT)))


@pytest.fixture(scope="module")
def blank(wanted):
    """A picture for each view that the book may show, drawn by nobody."""
    return {
        (one.page, one.id): [
            pictures.Picture(at, one.settings(at), "A scene.", (("Reads", "5 (3 to 7)"),), "<table></table>", SVG, SVG)
            for at in one.views[: pictures.TELLING + 1]
        ]
        for one in wanted
    }


@pytest.fixture(scope="module")
def assembled(site, wanted, blank):
    course = find(ROOT)
    return {kind: chapters.book(course, site, blank, wanted, ADDRESS, paper=kind == "pdf") for kind in ("pdf", "epub")}


def test_what_is_to_be_pressed_or_typed_is_left_out(site, assembled):
    pages = ["chapters/key-takeaways", "evidence-table"]
    assert all('class="on-screen"' in (site / f"{page}.html").read_text("utf-8") for page in pages)
    for book in assembled.values():
        assert [chapter.page for chapter in book.chapters if "on-screen" in chapter.html] == []


def test_the_book_has_every_page_in_order_and_every_link_in_it_leads_somewhere(assembled):
    book = assembled["pdf"]
    assert [chapter.page for chapter in book.chapters] == find(ROOT).pages
    assert [part.title for part in book.parts][1:] == [title for title, _ in chapters.contents(ROOT / "book/_toc.yml")][
        1:
    ]
    html = pdf.document(book)
    assert pdf.faults(html) == []
    assert 'data-at="000" href="#intro--crisis"' in html
    for left in ("<script", "<button", "<input", "<select", "<details", "file:", "javascript:", 'href="../'):
        assert left not in html, left


def test_every_explorer_has_its_pictures_a_code_and_the_answer_to_its_guess(assembled, wanted):
    soup = BeautifulSoup(pdf.document(assembled["pdf"]), "html.parser")
    for one in wanted:
        figure = soup.find(id=chapters.anchor(one.page, one.id)).find_parent(class_="figures")
        assert len(figure.select("img[alt]")) == min(len(one.views), pictures.TELLING + 1), one.id
        assert figure.select_one(".live")["data-code"] == f"{ADDRESS}{one.page}.html#{one.id}"
    assert all(len(guess.select("p")) == 2 and guess.select("p")[1].get_text() for guess in soup.select(".guess"))


def test_questions_have_their_answers_at_the_end_of_their_chapter_and_the_final_test_stays_on_the_screen(assembled):
    course = find(ROOT)
    for chapter in assembled["pdf"].chapters:
        soup = BeautifulSoup(chapter.html, "html.parser")
        asked = [str(question["id"]) for question in soup.select(".question")]
        told = [link["href"].removeprefix("#") for link in soup.select(".answer p a")]
        if chapter.page in (course.test, course.review, course.certificate):
            assert soup.select_one(".left-out") and not asked and not soup.select(".quiz-why"), chapter.page
        elif told:
            assert asked == told and soup.select("section[id]")[-1]["class"] == ["key"], chapter.page
        else:
            assert bool(asked) == bool(soup.select(".letters")), chapter.page


def test_without_an_address_nothing_points_to_a_live_course(site, wanted, blank):
    html = pdf.document(chapters.book(find(ROOT), site, blank, wanted, "", paper=True))
    assert "data-code" not in html and "Move it yourself" not in html and pdf.faults(html) == []


def test_the_epub_is_whole(assembled, wanted, blank, tmp_path):
    drawings = chapters.picture_files(wanted, blank, paper=False)
    files = epub.files(assembled["epub"], drawings)
    for name in ("one", "two"):
        zips.write_zip(tmp_path / name, files, first={"mimetype": b"application/epub+zip"})
    assert paper.epub_faults(tmp_path / "one") == []
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    package = files["EPUB/package.opf"].decode()
    assert all(f'"schema:{name}"' in package for name in ("accessMode", "accessibilityFeature", "accessibilityHazard"))
    assert b"<math" in files["EPUB/from-dose-to-receptor.xhtml"]


def test_a_printed_chapter_is_tagged_with_bookmarks_and_working_links(browser, site, wanted, assembled, tmp_path):
    """The one with the fewest explorers: its pictures are drawn, it is printed twice, and is the same."""
    course = find(ROOT)
    page = min((one.page for one in wanted if one.page.startswith("chapters/")), key=[one.page for one in wanted].count)
    own = [one for one in wanted if one.page == page]
    drawn = pictures.draw(browser, site, own)
    assert all(picture.narrow.startswith("<svg") and picture.readouts for found in drawn.values() for picture in found)
    [chapter] = [chapter for chapter in assembled["pdf"].chapters if chapter.page == page]
    soup = BeautifulSoup(chapter.html, "html.parser")
    for link in soup.select('a[href^="#"]'):
        if not link["href"].startswith(f"#{chapter.anchor}--"):
            link.unwrap()  # to a chapter that is not printed here
    part = chapters.Part("One part", (replace(chapter, html=soup.decode()),))
    book = replace(assembled["pdf"], parts=(part,), foot=("A foot.",))
    for name, svg in chapters.picture_files(own, drawn, paper=True).items():
        (tmp_path / name).write_text(svg, "utf-8")
    html = pdf.document(book)
    assert pdf.faults(html) == []
    codes = pictures.codes(browser, [f"{ADDRESS}", *(f"{ADDRESS}{page}.html#{one.id}" for one in own)])
    (tmp_path / "book.html").write_text(pdf.with_codes(html, codes), "utf-8")
    for name in ("one.pdf", "two.pdf"):
        pdf.print_pages(browser, tmp_path / "book.html", tmp_path / "printed.pdf")
        pages = pdf.finish(tmp_path / "printed.pdf", tmp_path / name, book, html)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert paper.pdf_faults(tmp_path / "one.pdf", book.language, course.title) == []
    with pikepdf.open(tmp_path / "one.pdf") as printed, printed.open_outline() as outline:
        assert len(printed.pages) == pages > 5
        [(title, front), (below, inner)] = paper.titles(outline.root)
        assert title == course.title and [name for name, _ in front] == ["Contents", "How to read this book"]
        assert below == "One part" and inner[0][0] == chapter.title and len(inner[0][1]) > 5
